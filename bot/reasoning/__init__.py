"""What follows from a sheet of answers: conditions, the decision diagram, reasons, changes, advice. Pure; imports model."""
