"""Alters one digit of one printed figure in copies of documents, and sees whether a release of the copies notices.

`python -m tests.alterations.soak 200 7` draws 200 figures (a short form runs in the suite). A round draws one figure a
document, puts the altered copies in the place of the documents, stages them and builds a release, all as
`sangaku refresh` does; no two figures of a round meet in a proof, so that each is caught by itself or not at all. The
documents that are not touched are staged once. Two workbooks take part as csv files, sheet by sheet.
"""

import csv
import hashlib
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import python_calamine

from extract import media_type
from extract.refusal import Refusal
from flows import publishing, recipe, steps
from tests.alterations.altering import Where, altered, csv_bytes, one_digit_altered
from warehouse import connection, digests, landing, release
from warehouse.home import Home
from warehouse.landing import Arrival

SAMPLES = Path(__file__).parents[1] / "documents"
AS_CSV = {"meti_venture_data.xlsx": "utf-8-sig", "STI2025_5-4-05.xlsx": "cp932"}
"""Workbooks whose sheets are handed over as csv, with the encoding."""

FIGURES = """SELECT observation_id, document, document_name, d.media_type, e.kind, element, page, x0, top, x1, bottom,
    sheet, address, printed_text, series_id, fiscal_year, stated_as, e.status, coalesce(p.kinds, []) AS proofs
    FROM evidence e JOIN documents d USING (document)
    LEFT JOIN (
        SELECT observation_id, list(DISTINCT proof ORDER BY proof) AS kinds FROM proofs WHERE passed GROUP BY ALL
    ) p USING (observation_id)
    WHERE e.method <> 'geometry' AND printed_value IS NOT NULL ORDER BY observation_id"""
SAME = ["element", "series_id", "fiscal_year", "stated_as"]
"""What a figure keeps when its digits change."""

PRINTED = [*SAME, "printed_text"]


@dataclass(frozen=True)
class Drawn:
    """A figure that was altered: what is printed in the copy, and the copy."""

    figure: pd.Series
    before: str
    after: str
    content: bytes


@dataclass(frozen=True)
class Outcome:
    """What became of an altered figure.

    `fate` is contradicted, restated, quarantined, lost (the reader no longer takes it for a figure) or slipped.
    """

    document: str
    kind: str
    place: str
    before: str
    after: str
    proofs: tuple[str, ...]
    fate: str

    @property
    def caught(self) -> bool:
        """Whether the release says that the figure is in doubt."""
        return self.fate in ("contradicted", "restated", "quarantined")


@dataclass(frozen=True)
class Released:
    """What a release holds: its printed figures, its proofs, and what it refused."""

    figures: pd.DataFrame
    proofs: pd.DataFrame
    refused: pd.DataFrame


@dataclass(frozen=True)
class Base:
    """The documents as they are: their home, how they are staged, and the figures of a release of them."""

    home: Home
    staged: dict[str, tuple[str, str]]
    figures: pd.DataFrame
    proofs_of: dict[str, frozenset[str]]


def base(root: Path, names: Sequence[str] | None = None) -> Base:
    """Land and stage the sample documents (all, or those named), and build a release of them."""
    home = Home.at(root)
    with (SAMPLES / "manifest.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if names is None or row["file"] in names]
    staged: dict[str, tuple[str, str]] = {}
    for row in rows:
        for name, content in _contents(row["file"]):
            if isinstance(media_type.recognise(content), Refusal):  # a sheet of remarks is no csv of figures
                continue
            said = Arrival(name, source=row["source"], edition=row["edition"], published=row["published"])
            pair = _staged(home, content, said)
            staged[pair[0]] = pair
    found = _released(home, list(staged.values()))
    together = found.proofs.dropna(subset=["observation_id"]).groupby("observation_id")["proof_id"].agg(frozenset)
    return Base(home, staged, found.figures, dict(together.items()))


def soak(count: int, known: Base, seed: int) -> Iterator[Outcome]:
    """So many alterations, each document as likely as another."""
    chance = random.Random(seed)  # noqa: S311 - chance, not secrets
    done = 0
    while done < count:
        drawn = _round(known, chance, count - done)
        yield from _fates(known, drawn)
        done += len(drawn)


def _contents(name: str) -> Iterator[tuple[str, bytes]]:
    content = (SAMPLES / name).read_bytes()
    if name not in AS_CSV:
        yield name, content
        return
    book = python_calamine.CalamineWorkbook.from_path(SAMPLES / name)
    for number, sheet in enumerate(book.sheet_names, start=1):
        cells = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        rows = [[_text(value) for value in row] for row in cells]
        yield f"{Path(name).stem}_{number}.csv", csv_bytes(rows, AS_CSV[name])


def _text(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _staged(home: Home, content: bytes, said: Arrival) -> tuple[str, str]:
    kind = media_type.recognise(content)
    assert isinstance(kind, str), kind
    sha256 = landing.land(home, content, kind, said).sha256
    order = steps.Order(home, sha256, said.name, recipe.of(landing.read(home, sha256)[0], recipe.common()))
    outcome = steps.stage(order)
    assert outcome.state == "staged", outcome
    return sha256, order.recipe


def _released(home: Home, staged: Sequence[tuple[str, str]]) -> "Released":
    planned = release.plan(home, staged, {"proofs": digests.of_files(recipe.ROOT / "expectations")})
    release.build(home, planned, publishing.prove)
    with connection.connect(home, planned.id) as warehouse:
        proofs = warehouse.execute("SELECT proof_id, observation_id, proof, passed FROM proofs").df()
        refused = warehouse.execute("SELECT document, element, series_id, fiscal_year, stated_as FROM quarantine").df()
        return Released(warehouse.execute(FIGURES).df(), proofs, refused)


def _round(known: Base, chance: random.Random, most: int) -> list[Drawn]:
    """One altered figure for each document, in a random order; figures that meet in a proof are not drawn together."""
    drawn: list[Drawn] = []
    taken: set[str] = set()
    documents = sorted(set(known.figures["document"]))
    chance.shuffle(documents)
    for document in documents[:most]:
        held = known.figures[known.figures["document"] == document]
        for _ in range(20):
            element = chance.choice(sorted(set(held["element"])))
            figure = held[held["element"] == element].sample(1, random_state=chance.randrange(1 << 30)).iloc[0]
            proofs = known.proofs_of.get(figure["observation_id"], frozenset())
            one = None if taken & proofs else _altered(known, figure, chance)
            if one:
                drawn.append(one)
                taken |= proofs
                break
    return drawn


def _altered(known: Base, figure: pd.Series, chance: random.Random) -> Drawn | None:
    if (digits := one_digit_altered(figure["printed_text"], chance)) is None:
        return None
    on_page = pd.notna(figure["page"])
    box = tuple(float(figure[edge]) for edge in ("x0", "top", "x1", "bottom")) if on_page else None
    page = int(figure["page"]) if on_page else None
    where = Where(page, box, None if on_page else figure["sheet"], None if on_page else figure["address"])
    entry, content = landing.read(known.home, figure["document"])
    copy = altered(content, entry.media_type, where, *digits)
    return None if copy is None else Drawn(figure, *digits, copy)


def _fates(known: Base, drawn: Sequence[Drawn]) -> Iterator[Outcome]:
    staged = dict(known.staged)
    copies = {}
    for one in drawn:
        entry, _ = landing.read(known.home, one.figure["document"])
        staged[one.figure["document"]] = _staged(known.home, one.content, entry.arrivals[0])
        copies[one.figure["document"]] = hashlib.sha256(one.content).hexdigest()
    found = _released(known.home, list(staged.values()))
    for one in drawn:
        figure = one.figure
        place = f"{figure['element']} {figure['address'] if pd.isna(figure['page']) else 'p' + str(figure['page'])}"
        fate = _fate(known, one, copies[figure["document"]], found)
        told = figure["document_name"], figure["kind"], place, one.before, one.after
        yield Outcome(*told, tuple(figure["proofs"]), fate)


def _fate(known: Base, one: Drawn, copy: str, found: Released) -> str:
    """What the release says of the figure that now stands in the place of the altered one."""
    was = _printed(known.figures[known.figures["document"] == one.figure["document"]])
    figures = found.figures[found.figures["document"] == copy]
    now = _printed(figures)
    own = [row for row in (now - was) if row[:-1] == tuple(one.figure[SAME])]
    if sum((now - was).values()) > 1 or sum((was - now).values()) > 1:
        print(f"  differs in more than one figure: {now - was} {was - now}", file=sys.stderr)
    if not own:
        refused = found.refused[found.refused["document"] == copy]
        return "quarantined" if (refused[SAME] == one.figure[SAME]).all(axis=1).any() else "lost"
    ids = figures["observation_id"][[row in own for row in figures[PRINTED].itertuples(index=False, name=None)]]
    said = found.proofs[found.proofs["observation_id"].isin(ids)]
    if (~said["passed"].fillna(value=True).astype(bool)).any():
        return "contradicted"
    return "restated" if (said["proof"] == "restated").any() else "slipped"


def _printed(figures: pd.DataFrame) -> Counter[tuple[object, ...]]:
    return Counter(figures[PRINTED].itertuples(index=False, name=None))


def main() -> None:
    """Print how many alterations were caught, and each that was not."""
    count, seed = (int(given) for given in (*sys.argv[1:], "200", "6")[:2])
    with tempfile.TemporaryDirectory() as folder:
        done = []
        for one in soak(count, base(Path(folder)), seed):
            done.append(one)
            told = f"{one.document} {one.place} {one.before} → {one.after} ({', '.join(one.proofs)})"
            print(f"{len(done):4} {one.fate:12} {told}", flush=True)
    proven = [one for one in done if one.proofs]
    for kind in ("table", "chart", "statement"):
        _tell(f"{kind}s with a proof", [one for one in proven if one.kind == kind])
    _tell("all with a proof", proven)
    _tell("without a proof", [one for one in done if not one.proofs])


def _tell(name: str, some: Sequence[Outcome]) -> None:
    fates = ", ".join(f"{count} {fate}" for fate, count in Counter(one.fate for one in some).most_common())
    print(f"{name}: {len(some)}, of these {sum(one.caught for one in some)} caught ({fates})")


if __name__ == "__main__":
    main()
