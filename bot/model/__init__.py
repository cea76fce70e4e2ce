"""Frozen nouns: what a dialogue, a session, a verdict and an event are. Imports the standard library only."""
