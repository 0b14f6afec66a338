"""Tests of the scoreboard: that what it measures is what the product does."""
