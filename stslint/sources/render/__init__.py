"""Charts and kustomizations, rendered by the installed programs."""
