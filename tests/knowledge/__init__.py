"""Tests of what is known about care: the handbook and its advice."""
