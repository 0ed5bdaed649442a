"""All the styles of made-up sheets by name, and the kinds of files that each is written as."""

from collections.abc import Callable
from random import Random

from tests.styles import foreign_styles, mixed_styles, odd_styles, plain_styles, rare_styles, written
from tests.styles.page import Page

STYLES: dict[str, Callable[[Random], Page]] = (
    plain_styles.STYLES | mixed_styles.STYLES | foreign_styles.STYLES | odd_styles.STYLES | rare_styles.STYLES
)
KINDS: dict[str, Callable[[Page], bytes]] = {"xlsx": written.xlsx, "xls": written.xls, "ods": written.ods}
ENCODINGS = ("utf-8", "utf-8-sig", "cp932", "utf-16-le", "utf-16-be")


def made(name: str, seed: int | str) -> Page:
    """A sheet of a style; the same seed gives the same sheet."""
    return STYLES[name](Random(f"{name} {seed}"))  # noqa: S311 - made-up figures are no secret


def files(page: Page, seed: int = 0) -> dict[str, bytes]:
    """A sheet as files by kind: text in one of the encodings, by seed; workbooks as far as they keep how it is set."""
    encoding = ENCODINGS[seed % len(ENCODINGS)]
    text = {encoding: written.text(page, encoding)}
    if page.name == "csv":
        return text
    set_by_format = bool(page.formats or page.hidden_rows or page.indents)
    kinds = {kind: write(page) for kind, write in KINDS.items() if kind == "xlsx" or not set_by_format}
    return kinds if set_by_format else kinds | text
