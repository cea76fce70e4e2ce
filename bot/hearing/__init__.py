"""Free text to what it may mean. Imports model only; never decides."""
