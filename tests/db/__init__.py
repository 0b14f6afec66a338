"""The storage contract: the same tests on a SQLite file and on a real PostgreSQL."""
