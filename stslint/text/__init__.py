"""Text for people: lines, wording, suggestions, escaping. Pure functions."""
