"""Values as Kubernetes reads them: quantities, names, labels, addresses."""
