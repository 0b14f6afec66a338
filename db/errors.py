"""What can go wrong that a person can mend."""


class DatabaseUnusableError(Exception):
    """The database cannot be opened: the person who set DATABASE_URL can mend it."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"DATABASE_URL: {reason}")
