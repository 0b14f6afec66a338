"""Plain tables for a terminal."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan


@dataclass(frozen=True, kw_only=True)
class Table:
    """A titled table; the first column is text, the others stand to the right."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()

    def text(self) -> str:
        """The table as lines."""
        grid = [list(self.columns), *(list(row) for row in self.rows)]
        widths = [max(map(len, column)) for column in zip(*grid, strict=True)]
        head, *body = [_line(row, widths) for row in grid]
        return "\n".join([self.title, head, "-" * len(head), *body, *self.notes])


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(row, widths, strict=True)
    cells = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]
    return "  ".join(cells).rstrip()


def percent(share: float) -> str:
    """A share as a percentage; nothing to show for not-a-number."""
    return "-" if isnan(share) else f"{100 * share:.1f} %"
