"""The real Telegram application over real HTTP against our own strict Bot API server."""
