"""The dialogue machine: no input or output, no clock, no chance, no async."""
