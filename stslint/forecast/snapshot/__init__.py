"""What a snapshot of a cluster shows of its StatefulSets, and how to free one that is stuck."""
