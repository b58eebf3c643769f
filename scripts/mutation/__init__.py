"""The parts of scripts/mutate.py: small changes to the code that the tests should notice."""
