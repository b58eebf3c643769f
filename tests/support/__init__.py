"""What several tests need: manifests, folders, ways to run what is tested."""
