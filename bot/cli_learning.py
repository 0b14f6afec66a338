"""The commands about learning: what was learned, proposed phrasings, notes from a file."""

import io
import json
import os
import sys
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from bot.cli_options import ConfigPath, print_json, stop


def learning(
    as_json: Annotated[bool, typer.Option("--json", help="As JSON for other programs")] = False,
    update: Annotated[bool, typer.Option(help="Learn now from everything stored")] = False,
    reset: Annotated[bool, typer.Option(help="Forget what was learned; the facts stay")] = False,
    config: ConfigPath = None,
) -> None:
    """Show how often the guesses were right and what was learned; learn now, or forget it."""
    from bot.assembly import assemble, utc_now
    from bot.learning_report import as_text, as_values, forget_all, learn_now, load_hits

    product, now = assemble(load_config(config)), utc_now()
    if reset:
        forget_all(product.engine, now)
    elif update:
        learn_now(product.engine, now)
    knowledge, hits = load_hits(product.engine, product.learner, now)
    if as_json:
        print_json(as_values(hits), 2)
        return
    typer.echo(as_text(hits, knowledge, product.speeches[product.config.settings.language]))


cues = typer.Typer(help="The behaviour cues of notes: look through proposed phrasings.")


@cues.callback()
def cue_commands() -> None:
    """The behaviour cues of notes."""


@cues.command()
def review(
    list_only: Annotated[bool, typer.Option("--list", help="Only print the proposals")] = False,
    config: ConfigPath = None,
) -> None:
    """Ask about each phrasing that reps confirmed: keep it for everybody (y), or not (n)."""
    from bot.assembly import assemble, utc_now
    from bot.cue_review import judge, open_proposals, sentence

    product = assemble(load_config(config))
    speech = product.speeches[product.config.settings.language]
    proposals = open_proposals(product.engine, product.learner.shipped.bank)
    for proposal in proposals:
        said = sentence(proposal, product.learner.shipped.bank, speech)
        if list_only:
            typer.echo(said)
            continue
        answer = typer.prompt(said, type=str, default="", show_default=False).strip().lower()
        if answer in ANSWERS:
            judge(product.engine, proposal, accepted=ANSWERS[answer], now=utc_now())
    if not proposals or not list_only:
        typer.echo(speech.sentences["review.done" if proposals else "review.nothing"])


ANSWERS = {
    **dict.fromkeys(("y", "yes", "có", "co", "nhận"), True),
    **dict.fromkeys(("n", "no", "không", "khong", "ko", "bỏ"), False),
}


def classify(
    notes: Annotated[Path, typer.Option(help='JSON lines of {"id", "text"}; - for standard input')],
) -> None:
    """Read notes from a file and print for each which group it points to, as JSON lines."""
    from bot.classifying import classify as classified
    from bot.content import load_content

    content = load_content()
    reader = content.reader()
    try:
        with _lines_of(notes) as lines:
            for answer in classified(lines, content.bank, reader):
                print(json.dumps(answer, ensure_ascii=False))
        sys.stdout.flush()
    except BrokenPipeError:  # who read along has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        stop(f"{notes}: {error.strerror}")


def categorize(
    scheme: Annotated[
        str | None, typer.Option(help="The id of a scheme; else relationship")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line")] = False,
    config: ConfigPath = None,
) -> None:
    """Print the class of every customer in a scheme, with its reason or what is missing."""
    from bot.assembly import assemble, utc_now
    from bot.categorizing import NoSuchSchemeError
    from bot.categorizing import categorize as categorized

    product = assemble(load_config(config))
    speech = product.speeches[product.config.settings.language]
    try:
        entries = categorized(product.engine, product.learner, speech, scheme, utc_now())
    except NoSuchSchemeError as error:
        stop(error.sentence(speech))
    for entry in entries:
        typer.echo(json.dumps(entry, ensure_ascii=False) if as_json else _line(entry))


def _line(entry: dict[str, Any]) -> str:
    said = entry["reason"] or ", ".join(entry["missing"])
    return f"{entry['name']}: {entry['class'] or '?'} ({said})"


def _lines_of(notes: Path) -> TextIO:
    if str(notes) == "-":
        return sys.stdin or io.StringIO()  # started with its input closed
    return notes.open(encoding="utf-8-sig", errors="replace")


def load_config(path: Path | None) -> Any:
    """The configuration, loaded only when a command runs."""
    from bot.config import load_config as load

    return load(path)
