"""Trains the reader of free notes from the notes in personas/corpus; never part of the product."""
