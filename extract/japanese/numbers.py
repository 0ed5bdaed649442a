"""Numbers as Japanese statistics print them: １，５５８ , △1,234 , 12.3％ , 1億2,300万円 , x .

A text is a number only if all of it is; words and what reads two ways give None. Out of scope: figures within a
sentence (`extract.pdf.statements`), and which unit governs a cell that prints none.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from extract.document import Status
from extract.japanese import flags, fold, labels, marks, units
from extract.japanese.kanji import DIGITS, NUMERAL, read_kanji

NUMERAL_RUN = r"\d(?:[\d,.\s]*\d)?|\.\d+"
_MARK_WITH_UNIT = re.compile(rf"([{re.escape(fold.DASHES)}…])\s*(\D{{1,4}})")
_PLAIN = re.compile(r"-?(?:[1-9]\d{0,2}(?:,\d{3})+|0|[1-9]\d*)(?:\.\d+)?")
_EXPONENT = re.compile(r"-?\d(?:\.\d+)?[eE][+-]\d{1,3}")
_FIGURE = re.compile(
    r"(?P<approximate>約|およそ|おおよそ|凡そ|ほぼ|概ね|≒|≈)?\s*"
    r"(?P<sign>[-+△▲±])?\s*(?P<currency>[¥$€])?\s*"
    rf"(?:(?P<run>{NUMERAL_RUN})(?P<powers>(?:\s*[十百千万億兆]\s*(?:{NUMERAL_RUN})?)*)|(?P<kanji>{NUMERAL}))"
    r"\s*(?P<unit>\D*?)\s*(?P<about>程度|前後|ほど|くらい|ぐらい|あまり|余り?|弱|強)?"
)
_POWER = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "億": 10**8, "兆": 10**12}
_STEP = re.compile(rf"\s*(?P<run>{NUMERAL_RUN})?\s*(?P<power>[十百千万億兆]?)")
_CURRENCY = {"¥": "円", "$": "ドル", "€": "ユーロ"}
_RELEASE = r"(?:[(\[]\s*(?:[prPR]|速報値?|暫定値?|改[定訂]値?)\s*[)\]]|[prPR]|速報値?|暫定値?|改[定訂]値?)"
_BEFORE = re.compile(rf"(?P<mark>{_RELEASE}|[※*†‡]\d{{0,2}})(?P<gap>\s*)(?=[-△▲+(\d.])")
_AFTER = re.compile(rf"(?P<gap>\s*)(?P<mark>{_RELEASE}|{flags.LETTERS})$")
_STUCK_NOTE = re.compile(r"(\d{1,3}(?:,\d{3})+)(\d\))|(.*\d)\s+(\d{1,2}\))|(.*\d)\s*[(\[]([a-z])[)\]]")
_BRACKETS = re.compile(r"[(\[]\s*(.*?)\s*[)\]]")


@dataclass(frozen=True, slots=True)
class Number:
    """What a data cell says.

    `value` is in the printed `unit` (341 億円); a mixed figure is written out in the base unit: 1億2,300万円 is
    123000000 円. It is None for marks. `unit` is None where none is printed. `notes` are the marks taken off,
    among them "()" for brackets whose meaning no note declares, and r for revised.
    """

    value: float | int | None
    status: Status
    unit: str | None = None
    notes: tuple[str, ...] = ()
    approximate: bool = False


BLANK = Number(None, Status.MISSING)


def read_number(text: str, declared: marks.Declared = marks.NOTHING) -> Number | None:
    """Read a text that is a number or a mark, and nothing else; None for words and for what reads two ways.

    `declared` is what the table's notes say of marks and brackets (`marks.read_declared`).
    """
    return _undeclared(text) if declared is marks.NOTHING else _read(text, declared)


@lru_cache(maxsize=1 << 16)
def _undeclared(text: str) -> Number | None:
    """As most texts are read: to look one up by its declarations too costs more than to read it."""
    return _read(text, marks.NOTHING)


def _read(text: str, declared: marks.Declared) -> Number | None:
    if _PLAIN.fullmatch(text) and text.isascii():
        return Number(_value(text), Status.OBSERVED)
    stripped = text.strip()
    if not stripped or len(stripped) > 80:
        return None if stripped else BLANK
    mark = marks.read_mark(stripped, declared)
    if mark:
        return Number(mark[1], mark[0])
    bare, notes = labels.trailing_notes(stripped)
    name, unit = _mark_and_unit(bare)
    mark = marks.read_mark(name, declared) if notes or unit else None
    if mark:
        return Number(mark[1], mark[0], unit, notes)
    if fold.RAISED.search(bare):
        return None
    return _with_brackets(_folded(bare), notes, declared)


def _mark_and_unit(text: str) -> tuple[str, str | None]:
    """A mark and the unit behind it: －件, …％."""
    match = _MARK_WITH_UNIT.fullmatch(text)
    unit = units.find(match[2], alone=True) if match else None
    return (match[1], unit.name) if match and unit else (text, None)


def _folded(text: str) -> str:
    """Half-width forms with dashes as minus and every separator as a comma."""
    closed = _SPACED_OUT.sub(lambda match: re.sub(r"\s", "", match[0]), text)
    folded = fold.same_length(fold.compatible(closed)).translate(_SEPARATORS)
    return re.sub(r"[ー─━](?=\s*[\d.])", "-", folded).strip()


_SPACED_OUT = re.compile(r"(?<![０-９])[０-９](?:\s+[０-９])+(?![０-９])")
_SEPARATORS = str.maketrans("、､，٬", ",,,,")


def _with_brackets(text: str, notes: tuple[str, ...], declared: marks.Declared) -> Number | None:
    """Take release marks, stuck notes and enclosing brackets off, then read the figure."""
    text, release = _release_marks(text)
    flag = next((mark for mark in release if mark.isascii() and mark.islower()), "")
    notes = (*release, *notes)
    stuck = _STUCK_NOTE.fullmatch(text)
    if stuck:
        text, note = (part for part in stuck.groups() if part)
        notes = (note, *notes)
    status = (
        Status.PROVISIONAL if any(_is_provisional(note) for note in notes) else flags.flagged(Status.OBSERVED, flag)
    )
    bracketed = _BRACKETS.fullmatch(text)
    if not bracketed:
        return _figure(text, status, notes, negative=False)
    if declared.parentheses in ("estimated", "provisional"):
        return _figure(bracketed[1], Status(declared.parentheses), notes, negative=False)
    negative = declared.parentheses == "negative"
    return _figure(bracketed[1], status, notes if negative else (*notes, "()"), negative=negative)


def _is_provisional(note: str) -> bool:
    return note.strip("()[]").casefold() in ("p", "速報", "速報値", "暫定", "暫定値")


def _release_marks(text: str) -> tuple[str, tuple[str, ...]]:
    """Take p, r, 速報値 and leading note marks off; but R2 and P12 are words."""
    found: list[str] = []
    before = _BEFORE.match(text)
    if before and (
        before["gap"] or before["mark"].strip("()[]") != before["mark"] or _unmistakable(text[before.end() :])
    ):
        found.append(before["mark"])
        text = text[before.end() :]
    after = _AFTER.search(text)
    if after and after.start() and _releases(text, after):
        found.append(after["mark"])
        text = text[: after.start()]
    return text, tuple(found)


def _releases(text: str, after: re.Match[str]) -> bool:
    """Whether what stands behind a figure is a mark of its release or a flag: 12.3 p, but neither 3d nor 15 bp."""
    if units.find(after["mark"]) is not None:
        return False
    figure = text[: after.start()]
    if re.fullmatch(_RELEASE, after["mark"]):
        return bool(after["gap"]) or len(after["mark"]) > 1 or _unmistakable(figure)
    return _unmistakable(figure) or (bool(after["gap"]) and re.search(r"\d\d$", figure) is not None)


def _unmistakable(text: str) -> bool:
    """Whether the text can only be a number: it has a group of thousands or a decimal part."""
    return re.search(r"\d,\d{3}|\d\.\d", text) is not None


def _figure(text: str, status: Status, notes: tuple[str, ...], *, negative: bool) -> Number | None:
    if _EXPONENT.fullmatch(text):
        return Number(float(text), status, None, notes)
    match = _FIGURE.fullmatch(text)
    if not match:
        return None
    amount = _amount(match)
    if amount is None:
        return None
    value, unit = amount
    if match["sign"] == "±" and value:
        return None
    if match["sign"] and match["sign"] in "-△▲":
        if negative:
            return None
        negative = True
    approximate = bool(match["approximate"] or match["about"])
    return Number(-value if negative else value, status, unit, notes, approximate)


def _amount(match: re.Match[str]) -> tuple[float | int, str | None] | None:
    """The unsigned value and its unit: a plain numeral with a unit of the table, or a mixed figure written out."""
    name = match["unit"].strip()
    if match["kanji"]:
        value: float | int | None = read_kanji(match["kanji"])
        if value is None or not DIGITS.keys() & set(match["kanji"]) or (len(match["kanji"]) == 1 and not name):
            return None  # 千円 is a unit, and 一 alone may be a dash
        unit = _unit(name, match["currency"])
        return None if unit is None else (value, unit or None)
    run, powers = match["run"], re.sub(r"\s", "", match["powers"])
    digits = close_up(run)
    if digits is None:
        return None
    printed = units.find(powers + name) if powers else None
    if printed and not printed.ordinal and not match["currency"]:
        return _value(digits), printed.name
    value = written_out(run + powers) if powers else _value(digits)
    unit = _unit(name, match["currency"])
    return None if value is None or unit is None else (value, unit or None)


def _unit(name: str, currency: str | None) -> str | None:
    """The unit's name, empty where none is printed; None where the word is no unit."""
    if currency:
        return _CURRENCY[currency] if not name else None
    if not name:
        return ""
    unit = units.find(name[1:-1] if name[0] == "(" and name[-1] == ")" else name)
    return unit.name if unit and not unit.ordinal else None


def written_out(text: str) -> float | int | None:
    """The value of digits with powers: 1億2,300万 is 123000000, 3億5千万 350000000; None where the order is broken."""
    total: float | int = 0
    section: float | int = 0
    last_large, last_small, position = 10**16, 10**4, 0
    while position < len(text):
        match = _STEP.match(text, position)
        if not match or match.end() == position:
            return None
        position = match.end()
        digits = close_up(match["run"]) if match["run"] else None
        if match["run"] and digits is None:
            return None
        power = _POWER.get(match["power"], 1)
        if power < 10**4:
            if power >= last_small or (digits is None and power == 1):
                return None
            section, last_small = section + (1 if digits is None else _value(digits)) * power, power
            continue
        section += 0 if digits is None else _value(digits)
        if power >= last_large or not section:
            return None
        total, section, last_large, last_small = total + section * power, 0, power, 10**4
    total += section
    return round(total) if isinstance(total, float) and abs(total - round(total)) < 1e-6 * max(1.0, total) else total


@lru_cache(maxsize=1 << 14)
def close_up(run: str) -> str | None:
    """Close a numeral's inner spaces: "1 , 5 5 8" is "1,558"; None where it may be two numbers or is no number.

    Thousands may be parted by spaces (1 234 567), not by lines. Digits that all stand alone are one number where a
    separator says so.
    """
    if not re.search(r"\s", run):
        return run if _PLAIN.fullmatch(run) or re.fullmatch(r"\.\d+", run) else None
    if re.fullmatch(r"[1-9]\d{0,2}(?:[^\S\n]\d{3})+(?:\.\d+)?", run):
        return re.sub(r"\s", "", run)
    closed = re.sub(r"\s", "", run)
    if not _PLAIN.fullmatch(closed):
        return None
    if not closed.isdigit() and re.fullmatch(r"\d(?:(?:\s+|\s*[,.]\s*)\d)*", run):
        return closed
    for gap in re.finditer(r"(?<=\d)\s+(?=\d)", run):
        left, right = close_up(run[: gap.start()]), close_up(run[gap.end() :])
        if left is not None and right is not None:
            return None
    return closed


def _value(digits: str) -> float | int:
    plain = digits.replace(",", "")
    return float(plain) if "." in plain else int(plain)
