"""Tests of who the customer is: belief, interview, reasons, strength."""
