"""What each command does once its words are read; ``cli`` imports the one that was asked for."""
