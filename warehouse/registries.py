"""The registries as Arrow tables, as a release carries them: indicators and their breaks, institutions, names.

Out of scope: the registries themselves (`warehouse.indicators`, `warehouse.institutions`).
"""

from collections.abc import Mapping, Sequence
from functools import cache

import pandas as pd
import pyarrow as pa

from warehouse import indicators, institutions, schema


@cache
def tables() -> Mapping[str, pa.Table]:
    """The registries by the name of their relation."""
    counted = indicators.load()
    known = institutions.load(lambda text: text)  # names are not compared here
    frames = {
        "indicators": _indicators(counted),
        "definition_breaks": _breaks(counted),
        "kept_apart": _apart(counted),
        "institutions": _institutions(known),
        "institution_names": _names(known),
    }
    relations = schema.load().relations
    return {name: schema.arrow_table(frame, relations[name].columns) for name, frame in frames.items()}


def _indicators(counted: indicators.Indicators) -> pd.DataFrame:
    names = {"id": "indicator", "ja": "indicator_ja", "en": "indicator_en", "over": "stock_or_flow"}
    return counted.frame().rename(columns=names)


def _breaks(counted: indicators.Indicators) -> pd.DataFrame:
    frame = counted.breaks_frame().rename(columns={"ja": "cause_ja", "en": "cause_en"})
    applies_to = [[f"{name}={word}" for name, word in sorted(found.items())] for found in frame["dimensions"]]
    return frame.assign(applies_to=pd.Series(applies_to, index=frame.index, dtype="object"))


def _apart(counted: indicators.Indicators) -> pd.DataFrame:
    rows = [(i.id, other.indicator, other.ja, other.en) for i in counted for other in i.not_spliced_with]
    return _frame(rows, "kept_apart")


def _institutions(known: institutions.Institutions) -> pd.DataFrame:
    names: dict[str, list[str]] = {}
    for name in known.names:
        names.setdefault(name.id, []).append(name.name)
    rows = [
        (
            i.id,
            i.name,
            i.kind,
            i.sector,
            i.prefecture,
            i.founded or None,
            i.ended or None,
            i.successor or None,
            i.corporation or None,
            known.today(i.id),
            known.by_id[known.today(i.id)].name,
            names.get(i.id, [i.name]),
            i.source,
            i.note or None,
        )
        for i in known.institutions
    ]
    return _frame(rows, "institutions")


def _names(known: institutions.Institutions) -> pd.DataFrame:
    rows = [(n.id, n.name, n.first_day or None, n.last_day or None, n.source) for n in known.names]
    return _frame(rows, "institution_names")


def _frame(rows: Sequence[tuple[object, ...]], relation: str) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[column.name for column in schema.load().relations[relation].columns])
