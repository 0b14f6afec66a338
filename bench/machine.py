"""Says on which machine and versions the numbers were measured."""

import os
import platform
import sqlite3
import sys
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("numpy", "sqlalchemy", "rapidfuzz", "pydantic")


def header() -> str:
    """Machine, load and versions; nothing that names a person, a host or a folder."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{_processor()}, {os.cpu_count()} cores, {platform.system()}, load {_load()}\n"
        f"{sys.implementation.name} {platform.python_version()}, {packages}, "
        f"SQLite {sqlite3.sqlite_version}; one thread"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _load() -> str:
    """How busy the machine was in the last minute, in cores."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
