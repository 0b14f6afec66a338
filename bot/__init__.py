"""The bot: the pure dialogue, the shell around it, and the ways to reach it."""
