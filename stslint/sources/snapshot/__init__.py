"""What ``kubectl get`` prints, as plain objects."""
