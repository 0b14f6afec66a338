"""The documentation, and the pictures in it that are drawn from the product itself."""
