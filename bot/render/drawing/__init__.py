"""How is a dialogue drawn? From the model to boxes and arrows, and those to Mermaid or SVG. Imports model and reasoning."""
