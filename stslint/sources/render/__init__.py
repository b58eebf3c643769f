"""Renders charts and kustomizations with the installed programs."""
