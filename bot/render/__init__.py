"""Nouns to words and pages. The only room that knows Jinja2."""
