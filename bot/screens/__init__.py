"""The lines of the larger screens, in one language."""
