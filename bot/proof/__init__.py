"""What holds for every conversation of a dialogue, before anybody holds one. Pure; imports model and reasoning."""
