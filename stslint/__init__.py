"""Validates and lints Kubernetes StatefulSet manifests offline, and predicts their rollout."""

__version__ = "0.1.0"
