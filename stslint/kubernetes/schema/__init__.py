"""What the API server decodes: kinds, fields, types, by Kubernetes version."""
