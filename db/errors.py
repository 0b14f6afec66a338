"""What can go wrong that a person can mend."""


class DatabaseUnusableError(Exception):
    """The database cannot be opened: the person who set it up can mend it."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"DATABASE_URL / database_file: {reason}")


def database_reason(error: BaseException) -> str | None:
    """What the database's driver said, on one line, when that is what failed."""
    said = getattr(error, "orig", None)
    return str(said).strip().partition("\n")[0] if said is not None else None
