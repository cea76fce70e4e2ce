"""Sessions at rest. The only room that knows a database."""
