"""Questions about the objects of a bundle that rules and plans ask."""
