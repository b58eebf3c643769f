"""The command line: arguments in, a report out, an exit code."""
