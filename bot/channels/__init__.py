"""A platform's words to our events, our replies to its words. No rule and no sentence lives here."""
