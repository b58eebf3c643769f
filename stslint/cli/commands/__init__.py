"""What each command does with its arguments; ``cli.app`` imports the one that runs."""
