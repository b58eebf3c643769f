"""Text as people read it: lines, wording, suggestions, escaping. Pure functions."""
