"""Reads bytes from files, standard input, Git and renderers into trees with positions."""
