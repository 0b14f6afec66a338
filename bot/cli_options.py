"""What all commands share: the settings option, printing JSON, stopping with a sentence."""

import json
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

ConfigPath = Annotated[
    Path | None, typer.Option("--config", help="The settings file instead of ./config.yaml.")
]


def as_json(value: Any, indent: int | None = None) -> str:
    """A value as JSON that a person can read."""
    return json.dumps(value, ensure_ascii=False, indent=indent)


def print_json(value: Any, indent: int | None = None) -> None:
    """Prints a value as JSON."""
    typer.echo(as_json(value, indent))


def stop(reason: str) -> NoReturn:
    """Ends a command with a sentence and exit code 2."""
    typer.echo(reason, err=True)
    raise typer.Exit(2)
