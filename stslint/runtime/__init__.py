"""Wraps Python and the operating system: caches, files, processes. Independent of YAML and Kubernetes."""
