"""What we know about relationships and care; pure after loading."""
