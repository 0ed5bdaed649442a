"""Alters one digit of one figure in a copy of a document, and sees whether the proofs notice.

A soak over many alterations: `python -m tests.expectations.alteration 200` (a short form runs in the suite). The figure
is altered as it stands in the document's tables, charts and sentences, and in the observation that it became.
"""

import random
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from expectations.proofs import prove, prove_across, settled
from expectations.proofs.figures import frame_keys, place_key
from extract.document import Chart, Document, Place, Statement, Table

SAMPLES = Path(__file__).parents[1] / "documents"
KINDS = {".pdf", ".xlsx", ".xls"}


@dataclass(frozen=True)
class Sample:
    """A document as read and mapped, with its proofs."""

    document: Document
    rows: pd.DataFrame
    proofs: pd.DataFrame


@dataclass(frozen=True)
class Altered:
    """What came of one alteration: whether the figure had a proof before, and is now contradicted or restated."""

    document: str
    figure: str
    kind: str
    before: str
    after: str
    provable: bool
    proofs: tuple[str, ...]
    caught: bool


def samples(names: Sequence[str] | None = None) -> tuple[list[Sample], pd.DataFrame]:
    """The sample documents (all, or those named) with their proofs, and the indicators."""
    from flows.steps import map_content, registries  # noqa: PLC0415 - only here are other rooms needed
    from warehouse import frames  # noqa: PLC0415

    known = registries()
    indicators = known.indicators.frame()
    found = []
    for path in sorted(p for p in SAMPLES.iterdir() if p.suffix in KINDS and (names is None or p.name in names)):
        document, mapped = map_content(path.read_bytes(), path.name)
        rows = frames.observations_frame(mapped, document, known.institutions)
        rows = _judged(rows)
        found.append(Sample(document, rows, prove(document, rows, indicators)))
    return found, indicators


def _judged(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that the expectations would accept, as far as it matters here: one value a series in a table."""
    keys = ["series_id", "fiscal_year", "stated_as", "element"]
    values = rows.groupby(keys)["value"].transform("nunique")
    resolved = rows["institution_name"].isna() | rows["institution"].notna()
    return rows[(values <= 1) & resolved].drop_duplicates("observation_id").reset_index(drop=True)


def altered_text(text: str, value: float, chance: random.Random) -> tuple[str, float] | None:
    """The text with one digit changed and what it then says, None where the text is no plain number."""
    plain = unicodedata.normalize("NFKC", text)
    if len(plain) != len(text) or _number(plain) != abs(value):
        return None
    at = chance.choice([i for i, character in enumerate(plain) if character.isdigit()])
    digits = [d for d in "0123456789" if d != plain[at] and not (d == "0" and not plain[:at].strip("△▲-－約,"))]
    digit = chance.choice(digits)
    shift = ord(text[at]) - ord(plain[at])
    changed = text[:at] + chr(ord(digit) + shift) + text[at + 1 :]
    number = _number(plain[:at] + digit + plain[at + 1 :])
    return None if number is None else (changed, number if value >= 0 else -number)


def _number(plain: str) -> float | None:
    kept = "".join(character for character in plain if character.isdigit() or character == ".")
    rest = "".join(character for character in plain if not (character.isdigit() or character in ".,△▲-−"))
    mixed = any(mark in rest for mark in "億万兆千百") and rest.strip("約円増減少加") not in ("億", "百万", "千", "万")
    if not kept or mixed:
        return None
    try:
        return float(kept)
    except ValueError:
        return None


@dataclass(frozen=True)
class Change:
    """A figure as it stood and as it is made to stand."""

    element: str
    kind: str
    place: Place
    before: str
    value: float
    after: str
    number: float

    @property
    def figure(self) -> str:
        """The name of the figure in its document."""
        return place_key(self.element, self.place)


def alter(sample: Sample, chance: random.Random) -> tuple[Document, Change] | None:
    """A copy of a document with one figure altered, None where the one drawn is no plain number."""
    document = sample.document
    element = chance.choice([*document.tables, *document.charts, *document.statements])
    if isinstance(element, Table):
        return _in_table(document, element, chance)
    if isinstance(element, Chart):
        return _in_chart(document, element, chance)
    return _in_sentence(document, element, chance)


def _in_table(document: Document, table: Table, chance: random.Random) -> tuple[Document, Change] | None:
    values = table.values  # noqa: PD011 - a table's values, no frame
    i = chance.randrange(len(values))
    old = values[i]
    new = None if old.value is None else altered_text(old.text, old.value, chance)
    if old.value is None or new is None:
        return None
    changed = replace(table, values=(*values[:i], replace(old, text=new[0], value=new[1]), *values[i + 1 :]))
    copy = replace(document, tables=tuple(changed if t.id == table.id else t for t in document.tables))
    return copy, Change(table.id, "table", old.place, old.text, old.value, *new)


def _in_chart(document: Document, chart: Chart, chance: random.Random) -> tuple[Document, Change] | None:
    s = chance.randrange(len(chart.series))
    points = chart.series[s].points
    i = chance.randrange(len(points)) if points else 0
    new = altered_text(points[i].text, points[i].value, chance) if points and points[i].method == "label" else None
    if new is None:
        return None
    old = points[i]
    marks = (*points[:i], replace(old, text=new[0], value=new[1]), *points[i + 1 :])
    series = (*chart.series[:s], replace(chart.series[s], points=marks), *chart.series[s + 1 :])
    changed = replace(chart, series=series)
    copy = replace(document, charts=tuple(changed if c.id == chart.id else c for c in document.charts))
    return copy, Change(chart.id, "chart", old.place, old.text, old.value, *new)


def _in_sentence(document: Document, old: Statement, chance: random.Random) -> tuple[Document, Change] | None:
    new = altered_text(old.printed, old.value, chance)
    if new is None:
        return None
    changed = [
        replace(s, printed=new[0] if s.id == old.id else s.printed, value=new[1] if s.id == old.id else s.value)
        for s in document.statements
    ]
    told = [replace(s, text=s.text.replace(old.printed, new[0])) if s.text == old.text else s for s in changed]
    return replace(document, statements=tuple(told)), Change(
        old.id, "statement", old.place, old.printed, old.value, *new
    )


def altered_rows(sample: Sample, change: Change) -> pd.DataFrame:
    """The observations with the altered one's value in its own unit, and the text as it now stands."""
    rows = sample.rows.copy()
    at = np.array(frame_keys(rows)) == change.figure
    rows.loc[at, "value"] = rows.loc[at, "value"] * (change.number / change.value) if change.value else change.number
    rows.loc[at, "printed_text"], rows.loc[at, "printed_value"] = change.after, change.number
    return rows


def soak(count: int, shelf: Sequence[Sample], indicators: pd.DataFrame, seed: int = 6) -> list[Altered]:
    """So many alterations over documents, each document as likely as another."""
    chance = random.Random(seed)  # noqa: S311 - chance, not secrets
    everything = pd.concat([sample.rows for sample in shelf], ignore_index=True)
    known = settled(pd.concat([*(s.proofs for s in shelf), prove_across(everything, indicators)], ignore_index=True))
    proven = known[known["passed"].fillna(value=False).astype(bool)]
    by_figure = proven.groupby("figure")["proof"].agg(lambda kinds: tuple(sorted(set(kinds)))).to_dict()
    done: list[Altered] = []
    while len(done) < count:
        sample = chance.choice(shelf)
        made = alter(sample, chance)
        if made is None:
            continue
        copy, change = made
        rows = altered_rows(sample, change)
        figure = f"{sample.document.sha256[:12]}/{change.figure}"
        others = everything[everything["document"] != sample.document.sha256]
        touched = rows.loc[np.array(frame_keys(rows)) == change.figure, "series_id"]
        near = pd.concat([rows, others])
        near = near[near["series_id"].isin(touched) | near["institution_name"].isna()]
        found = pd.concat([prove(copy, rows, indicators), prove_across(near, indicators)], ignore_index=True)
        own = settled(found)[lambda kept: kept["figure"] == figure]  # noqa: B023 - used at once
        against = (~own["passed"].fillna(value=True).astype(bool)) | (own["proof"] == "restated")
        kinds = by_figure.get(figure, ())
        told = sample.document.name, change.figure, change.kind, change.before, change.after
        done.append(Altered(*told, bool(kinds), kinds, bool(against.any())))
    return done


def main() -> None:
    """Print how many alterations were caught, and those that were not."""
    count, seed = (int(given) for given in (*sys.argv[1:], "200", "6")[:2])
    done = soak(count, *samples(), seed=seed)
    provable = [one for one in done if one.provable]
    caught = sum(one.caught for one in provable)
    print(f"{len(done)} alterations, {len(provable)} of figures with a proof, {caught} of these caught")
    for one in provable:
        if not one.caught:
            print(f"missed: {one.document} {one.figure} {one.before} → {one.after} ({', '.join(one.proofs)})")
    for one in done:
        if not one.provable:
            print(f"no proof: {one.document} {one.figure} {one.before} → {one.after}")


if __name__ == "__main__":
    main()
