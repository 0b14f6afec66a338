"""The command line: `hieukhach chat | bot | invite | show | bank | engine | check`."""

import contextlib
import gc
import json
import logging
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Any, NoReturn

import typer

from bot import cli_learning
from bot.cli_options import ConfigPath, stop
from bot.cli_options import as_json as as_json_text
from bot.config import load_config
from db.errors import DatabaseUnusableError, database_reason
from loading.mistakes import ContentError

app = typer.Typer(
    help="Hiểu Khách: hiểu từng khách hàng. A chat assistant that helps sales reps.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command()(cli_learning.classify)
app.command()(cli_learning.learning)
app.command()(cli_learning.categorize)
app.add_typer(cli_learning.cues, name="cues")


@app.command()
def chat(config: ConfigPath = None) -> None:
    """Talk in this terminal; needs no token and no server."""
    from bot.assembly import assemble
    from bot.dialogue.people import OWNER
    from bot.transports import terminal

    product = assemble(load_config(config))
    talk = product.conversation
    if sys.stdin is None or not sys.stdin.isatty():  # nobody is there to judge
        talk = replace(talk, chance=lambda: 1.0)
    talk.admit(terminal.LOCAL, OWNER)
    shown = terminal.Terminal(sys.stdout, product.speeches)
    terminal.chat(talk, shown, _lines())


@app.command()
def bot(config: ConfigPath = None) -> None:
    """Run the bot on Telegram; the token comes from TELEGRAM_BOT_TOKEN."""
    from bot.assembly import assemble
    from bot.transports.telegram import app as telegram
    from bot.transports.telegram.failures import start_logging

    loaded = load_config(config)
    secret = loaded.secrets.telegram_bot_token
    token = secret.get_secret_value().strip() if secret is not None else ""
    if not re.fullmatch(r"\d+:[\w-]+", token, re.ASCII):
        stop("TELEGRAM_BOT_TOKEN: chưa có hoặc sai dạng; lấy ở @BotFather / missing or no token")
    product, wire = assemble(loaded), loaded.settings.telegram
    start_logging(token)
    # What is loaded now stays: the garbage collector need not walk through it at every full round
    # (docs/measurements.md: the slowest look-ups were its work).
    gc.collect()
    gc.freeze()
    try:
        telegram.run(
            product.conversation,
            product.speeches,
            telegram.Wire(
                token=token,
                base_url=wire.base_url,
                proxy=wire.proxy,
                chats_at_once=wire.chats_at_once,
            ),
        )
    except telegram.WrongTokenError:
        stop("TELEGRAM_BOT_TOKEN: Telegram không nhận; xem lại ở @BotFather / is refused.")


@app.command()
def invite(
    role: Annotated[str, typer.Option(help="owner, manager or rep")],
    bot_name: Annotated[str, typer.Option("--bot", help="The bot's user name, for a link")] = "",
    config: ConfigPath = None,
) -> None:
    """Print a single-use, expiring code that admits one person."""
    from bot.assembly import assemble, utc_now
    from bot.inviting import new_code, store_invite
    from db.people import ROLES

    if role not in ROLES:
        stop(f"--role: chọn một trong / choose one of: {', '.join(ROLES)}")
    name = bot_name.removeprefix("@")
    if not re.fullmatch(r"\w{0,64}", name, re.ASCII):
        stop("--bot: tên bot như hieukhach_bot / a bot's user name")
    product = assemble(load_config(config))
    code = new_code()
    lifetime = timedelta(hours=product.config.settings.invite_hours)
    expires_at = store_invite(product.engine, code, role=role, now=utc_now(), lifetime=lifetime)
    typer.echo(f"/start {code}")
    if name:
        typer.echo(f"https://t.me/{name}?start={code}")
    until = f"{expires_at:%Y-%m-%d %H:%M} UTC"
    typer.echo(f"{role}: một người, một lần, tới {until} / one person, once, until {until}")


@app.command()
def show(
    name: str,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON for other programs")] = False,
    config: ConfigPath = None,
) -> None:
    """Print the stored profile of one customer."""
    from bot.assembly import assemble, utc_now
    from bot.showing import NoSuchCustomerError, as_text, as_values, find_card

    product = assemble(load_config(config))
    speech = product.speeches[product.config.settings.language]
    try:
        card = find_card(product.engine, product.learner, name, utc_now())
    except NoSuchCustomerError as error:
        stop(error.sentence(speech))
    typer.echo(as_json_text(as_values(card, speech), 2) if as_json else as_text(card, speech))


@app.command()
def bank(
    as_json: Annotated[bool, typer.Option("--json", help="As JSON for other programs")] = False,
) -> None:
    """Print the question bank with its likelihoods."""
    from bot.engine_protocol import bank_as_json
    from personas.bank import load_bank

    found = bank_as_json(load_bank())
    if as_json:
        typer.echo(as_json_text(found))
        return
    for question in found["questions"]:
        typer.echo(f"{question['id']:<26}{question['topic']:<16}{len(question['answers'])}")
    typer.echo(f"bits per question: {found['bits_per_question']:.3f}")


@app.command()
def engine(
    max_questions: Annotated[int | None, typer.Option(min=1)] = None,
    threshold: Annotated[float | None, typer.Option(min=0.01, max=1.0)] = None,
    config: ConfigPath = None,
) -> None:
    """Speak the engine's JSON lines on standard input and output."""
    from bot.engine_protocol import EngineSession
    from personas.bank import load_bank

    interview = load_config(config).settings.interview
    changes: dict[str, Any] = {"maximum_questions": max_questions, "threshold": threshold}
    wanted = {name: value for name, value in changes.items() if value is not None}
    session = EngineSession(load_bank(), interview.model_copy(update=wanted).policy())
    for line in sys.stdin or ():
        if line.strip():
            for message in session.take(line):
                print(json.dumps(message), flush=True)
        if session.ended:
            return


@app.command()
def check(config: ConfigPath = None) -> None:
    """Check all content and settings; list every mistake with file, place and cure."""
    from bot.checking import check_everything

    mistakes = check_everything(config)
    if mistakes:
        raise ContentError(mistakes)
    typer.echo("✓ Nội dung và cài đặt không có lỗi / no mistakes in content and settings")


def _lines() -> Iterator[str]:
    """Typed lines with editing in a terminal, read as they are when piped in."""
    if sys.stdin is None:  # started with its input closed
        return
    if not sys.stdin.isatty():
        yield from sys.stdin
        return
    with contextlib.suppress(ImportError):  # gives input() its line editing; Windows has its own
        import readline  # noqa: F401
    while True:
        try:
            yield input("> ")
        except (EOFError, KeyboardInterrupt):
            print()
            return


def main() -> None:
    """Runs the command line; mistakes of people end in sentences and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")  # Windows pipes begin so
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        app()
    except ContentError as error:
        _leave(*(mistake.sentence("vi") for mistake in error.mistakes))
    except DatabaseUnusableError as error:
        _leave(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        reason = database_reason(error)
        if reason is None:
            raise
        _leave(str(DatabaseUnusableError(reason)))


def _leave(*sentences: str) -> NoReturn:
    for sentence in sentences:
        typer.echo(sentence, err=True)
    sys.exit(2)
