"""Python and the operating system: caches, files, processes. Knows nothing of YAML or Kubernetes."""
