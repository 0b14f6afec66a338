"""Who the customer is; pure after loading."""
