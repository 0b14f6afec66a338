"""The pure dialogue machine, without any database."""
