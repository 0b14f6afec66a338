"""Runs the measurements named on the command line, or all of them: `python -m bench [NAME …]`."""

import sys
import time
from collections.abc import Callable, Iterator, Mapping

from bench import gold, notes, scoreboard, selection, simulation, startup, turn
from bench.machine import header
from bench.table import Table

MEASUREMENTS: Mapping[str, Callable[[], Iterator[Table]]] = {
    "selection": selection.tables,
    "turn": turn.tables,
    "startup": startup.tables,
    "gold": gold.tables,
    "simulation": simulation.tables,
    "scoreboard": scoreboard.tables,
    "notes": notes.tables,
}


def main(names: list[str]) -> int:
    """Prints the tables of the named measurements; 2 where a name is unknown."""
    unknown = [name for name in names if name not in MEASUREMENTS]
    if unknown:
        print(f"unknown: {', '.join(unknown)}; use {', '.join(MEASUREMENTS)}", file=sys.stderr)
        return 2
    print(header(), flush=True)
    for name in names or MEASUREMENTS:
        started = time.perf_counter()
        for table in MEASUREMENTS[name]():
            print(f"\n{table.text()}", flush=True)
        print(f"({name}: {time.perf_counter() - started:.0f} s)", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
