"""What does a workshop see of itself? Plain values to SVG, to lines for a terminal, and to PNG. Imports drawing's lettering only."""
