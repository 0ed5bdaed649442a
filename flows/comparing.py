"""Tells what a later edition of a file revised, whatever is published: its cells held against the earlier one's.

Out of scope: how they are held against each other (`extract.revisions`).
"""

from pathlib import Path

from extract.reading import read
from extract.revisions import Comparison, compare
from flows.answer import Format, render
from flows.inspecting import where

COLUMNS = ("what", "row", "column", "figures", "was", "now", "was_at", "now_at")


def of_files(before: Path, after: Path) -> Comparison:
    """Compare two files. Raises OSError and `extract.refusal.Refused`."""
    return compare(*(read(path.read_bytes(), path.name).tables for path in (before, after)))


def told(found: Comparison, style: Format) -> str:
    """The differences, one a row; a table says below it how many figures are the same."""
    rows = [
        (
            one.what, " / ".join(one.row), " / ".join(one.column), one.figures, one.was, one.now,
            where(one.was_at) if one.was_at else None, where(one.now_at) if one.now_at else None,
        )
        for one in found.differences
    ]  # fmt: skip
    text = render(COLUMNS, rows, style)
    if style is not Format.TABLE:
        return text
    revised = sum(one.what == "revised" for one in found.differences)
    unclear = f"; {found.unclear:,} stand under headings that occur twice" if found.unclear else ""
    years = f"; {found.other_years:,} are of another year under the same headings" if found.other_years else ""
    return f"{text}{found.common:,} figures in both, {revised:,} of them revised{unclear}{years}\n"
