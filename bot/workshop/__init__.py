"""Many voices to one honest picture, with nobody exposed. Pure; imports model and reasoning."""
