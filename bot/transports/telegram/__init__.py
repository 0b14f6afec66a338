"""The dialogue on Telegram."""
