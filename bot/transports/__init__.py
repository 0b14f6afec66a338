"""The ways to reach the bot."""
