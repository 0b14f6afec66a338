"""Reads YAML written by people into checked values, listing every mistake at once."""
