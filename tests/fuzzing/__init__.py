"""Inputs made at random for every reader of stslint, and what must hold for each of them."""
