"""Tests of reading content files and of naming every mistake in them."""
