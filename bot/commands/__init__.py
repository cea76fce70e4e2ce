"""One module for each group of commands: arguments to a use case, its outcome to streams and an exit code."""
