"""The walls of the house: who may import whom, read from the source with `ast`."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = ("bot", "db", "knowledge", "loading", "personas")

# What a part may import of ours; the longest matching prefix of a module's name counts.
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "loading": ("loading",),
    "personas": ("personas", "loading"),
    "knowledge": ("knowledge", "loading"),
    "db": ("db",),
    "bot.dialogue": ("bot.dialogue", "personas", "knowledge"),
    "bot.language": ("bot.dialogue",),
    "bot.screens": ("bot.dialogue", "bot.language", "bot.screens", "personas"),
    "bot.speeches": ("bot.dialogue", "bot.language", "loading"),
    "bot.rendering": ("bot.dialogue", "bot.language", "bot.screens"),
    "bot.engine_protocol": ("personas",),
    "bot.config": ("bot.speeches", "loading", "personas"),
    "bot.memory": ("bot.dialogue", "db"),
    "bot.profiles": ("bot.dialogue", "db"),
    "bot.recording": ("bot.dialogue", "db"),
    "bot.counting": ("bot.dialogue", "db", "personas"),
    "bot.learner": ("bot.dialogue", "db", "personas"),
    "bot.clerk": ("bot.counting", "bot.dialogue", "bot.profiles", "bot.recording", "db"),
    "bot.conversation": (
        *("bot.dialogue", "bot.memory", "bot.clerk", "bot.learner", "bot.profiles"),
        "db",
    ),
    "bot.inviting": ("db",),
    "bot.showing": (
        *("bot.dialogue", "bot.language", "bot.learner", "bot.profiles", "bot.rendering"),
        *("bot.screens", "db"),
    ),
    "bot.checking": ("bot.config", "bot.speeches", "knowledge", "loading", "personas"),
    "bot.transports": ("bot.conversation", "bot.dialogue", "bot.language", "bot.rendering"),
    "bot.categorizing": (
        *("bot.dialogue", "bot.language", "bot.learner", "bot.profiles", "bot.showing"),
        *("db", "knowledge"),
    ),
    "bot.content": ("knowledge", "loading", "personas"),
    "bot.classifying": ("personas",),
    "bot.learning_report": (
        *("bot.counting", "bot.dialogue", "bot.language", "bot.learner", "bot.rendering"),
        "db",
    ),
    "bot.cue_review": ("bot.dialogue", "bot.language", "db", "personas"),
    "bot.cli_options": (),
    "bot.cli_learning": OURS,
    "bot.assembly": OURS,
    "bot.cli": OURS,
    "bot.__main__": OURS,
}

# What a part may never import from outside, however useful it seems.
NEVER: dict[str, tuple[str, ...]] = {
    "personas": ("telegram", "sqlalchemy", "asyncio", "time", "random", "secrets"),
    "knowledge": ("telegram", "sqlalchemy", "asyncio", "time", "random", "secrets"),
    "loading": ("telegram", "sqlalchemy", "asyncio"),
    "db": ("telegram", "asyncio"),
    "bot.dialogue": (
        *("telegram", "sqlalchemy", "asyncio", "time", "datetime", "random", "secrets", "uuid"),
        *("logging", "os", "pathlib", "yaml"),
    ),
    "bot.conversation": ("telegram", "asyncio"),
    "bot.memory": ("telegram", "asyncio"),
    "bot.clerk": ("telegram", "asyncio"),
    "bot.profiles": ("telegram", "asyncio", "random", "secrets"),
    "bot.recording": ("telegram", "asyncio", "random", "secrets"),
    "bot.counting": ("telegram", "asyncio", "random", "secrets"),
    "bot.learner": ("telegram", "asyncio", "random", "secrets"),
    "bot.learning_report": ("telegram", "asyncio"),
    "bot.screens": ("telegram", "sqlalchemy", "asyncio", "time", "random", "secrets"),
    "bot.classifying": ("telegram", "sqlalchemy", "asyncio"),
    "bot.cue_review": ("telegram", "asyncio"),
    "bot.transports.terminal": ("telegram", "sqlalchemy"),
    "bot.transports.telegram": ("sqlalchemy",),
}


def modules() -> Iterator[tuple[str, Path]]:
    """Every module of ours by its dotted name."""
    for package in OURS:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(part for part in parts if part != "__init__"), path


MODULES = dict(modules())


def imports(path: Path) -> Iterator[str]:
    """Every name a module imports, wherever in it; `from a import b` gives a and a.b."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides where it leads"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def belongs(name: str, part: str) -> bool:
    return name == part or name.startswith(part + ".")


def rule(name: str, table: dict[str, tuple[str, ...]]) -> tuple[str, ...] | None:
    """The table's row with the longest prefix of the name."""
    fitting = [part for part in table if belongs(name, part)]
    return table[max(fitting, key=len)] if fitting else None


@pytest.mark.parametrize("name", [name for name in MODULES if name != "bot"])
def test_module_imports_only_what_its_wall_lets_through(name: str) -> None:
    allowed = rule(name, MAY_IMPORT)
    assert allowed is not None, f"{name} stands in no row of MAY_IMPORT: say where it belongs"
    ours = [found for found in imports(MODULES[name]) if found.split(".")[0] in OURS]
    own = name.rpartition(".")[0]
    leaks = [
        found
        for found in ours
        if not any(belongs(found, part) for part in (*allowed, *([name] if own else [])))
        and not any(part.startswith(found + ".") for part in allowed)
        and not (found.startswith("bot.transports.") and same_transport(name, found))
    ]
    assert leaks == []


def same_transport(name: str, found: str) -> bool:
    return name.split(".")[:3] == found.split(".")[:3]


@pytest.mark.parametrize("name", MODULES)
def test_module_keeps_away_from_forbidden_libraries(name: str) -> None:
    forbidden = rule(name, NEVER) or ()
    found = {one for one in imports(MODULES[name]) for bad in forbidden if belongs(one, bad)}
    assert found == set()


@pytest.mark.parametrize("name", MODULES)
def test_the_product_does_not_need_what_is_only_for_developers(name: str) -> None:
    tools = ("bench", "docs", "tests", "training", "sklearn", "scipy", "matplotlib")
    assert {one for one in imports(MODULES[name]) for tool in tools if belongs(one, tool)} == set()


def test_only_the_engine_names_a_dialect() -> None:
    named = {
        name
        for name, path in MODULES.items()
        if belongs(name, "db") and not belongs(name, "db.migrations")
        for word in ("sqlite", "postgresql", "psycopg")
        if word in strings_and_names(path)
    }
    assert named <= {"db.engine"}


def strings_and_names(path: Path) -> set[str]:
    """Every name and every string that is no docstring, in lower case."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    described = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = {
        ast.get_docstring(node, clean=False)
        for node in ast.walk(tree)
        if isinstance(node, described)
    }
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found |= set() if node.value in docstrings else {node.value.lower()}
        elif isinstance(node, ast.Name):
            found.add(node.id.lower())
    return found


@pytest.mark.parametrize("name", MODULES)
def test_module_opens_with_one_sentence(name: str) -> None:
    docstring = ast.get_docstring(ast.parse(MODULES[name].read_text(encoding="utf-8")))
    assert docstring, f"{name} has no docstring"
    first = docstring.split("\n\n")[0]
    assert first.endswith("."), first
    assert ". " not in first.replace("…", ""), first


@pytest.mark.parametrize("name", [name for name in MODULES if "migrations" not in name])
def test_modules_and_functions_keep_their_size(name: str) -> None:
    text = MODULES[name].read_text(encoding="utf-8")
    assert text.count("\n") <= 230, f"{name} has grown too long: split it"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            assert node.end_lineno - node.lineno < 40, f"{name}.{node.name} is too long"


@pytest.mark.parametrize("name", [name for name in MODULES if "migrations" not in name])
def test_public_functions_say_what_the_caller_gets(name: str) -> None:
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    silent = [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
        and not is_nested(tree, node)
    ]
    assert silent == []


def is_nested(tree: ast.AST, node: ast.AST) -> bool:
    """Whether a function stands inside another one."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return any(
        inner is node
        for outer in ast.walk(tree)
        if isinstance(outer, functions) and outer is not node
        for inner in ast.walk(outer)
    )
