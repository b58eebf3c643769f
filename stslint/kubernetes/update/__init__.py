"""What changes between a stored object and its next version, and what the API server refuses about it."""
