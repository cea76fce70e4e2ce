"""Tango: a chat adviser on the co-production of public services. Floors and rooms: CONTRIBUTING.md."""
