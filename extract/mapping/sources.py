"""Reads the sources: one YAML file a publication series, checked against `schema.json`, and the words that they share.

Errors name file, line and key. Out of scope: what the rules do (`resolution`).
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from extract.japanese.labels import normal
from extract.mapping import positions
from extract.mapping.positions import Located
from extract.mapping.rules import (
    FIGURE,
    Choice,
    ElementRule,
    Facts,
    Heading,
    Recognition,
    Source,
    StatementRule,
)
from extract.observation import DIMENSIONS

SOURCES = Path(__file__).parent.parent / "sources"
WORDS = Path(__file__).with_name("words.yaml")

KEYWORDS = {"stated_as": {"current", "first_release"}, "status": {"provisional", "estimated"}}
"""Facts that are neither dimensions nor a source's own words, with the values that they may have."""


def load(folder: Path = SOURCES) -> tuple[Source, ...]:
    """Read all sources of a folder, in order of their ids. Raises `positions.SourceError`."""
    return tuple(read(path) for path in sorted(folder.glob("*.yaml")))


def read(path: Path) -> Source:
    """Read one source. Raises `positions.SourceError` naming file, line and key."""
    located = positions.load(path)
    _validate(located)
    data = located.data
    if data["id"] != path.stem:
        raise located.error(("id",), f"{data['id']!r} is not the file's name, {path.stem!r}")
    edition = data["edition"]
    source = Source(
        id=data["id"],
        publisher=data["publisher"],
        title=data["title"],
        licence=data["licence"],
        recognition=_recognition(data["recognise"]),
        edition_by=edition["by"],
        edition_plus=edition.get("plus", 0),
        choices=tuple(_choice(entry) for entry in data["indicators"]),
        sets=_facts(data.get("set")),
        default=_facts(data.get("default")),
        headings=_headings(located, ("headings",), data.get("headings")),
        shared=tuple(_shared(located, data.get("words", []))),
        tables=_elements(located, "tables"),
        charts=_elements(located, "charts"),
        statements=tuple(_statement(entry) for entry in data.get("statements", [])),
        notes=data.get("notes", {}),
        landing=tuple(data.get("landing", ())),
        hosts=tuple(data.get("hosts", ())),
        links=tuple(data.get("links", ())),
        pages=tuple(data.get("pages", ())),
        unwanted=data.get("unwanted"),
        released=data.get("released", {}),
        due=data.get("due", {}),
        file=path.name,
    )
    _check_facts(located, source)
    return source


@cache
def _validator() -> Draft202012Validator:
    schema = json.loads(files("extract.mapping").joinpath("schema.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def _validate(located: Located) -> None:
    errors = sorted(_validator().iter_errors(located.data), key=lambda error: list(map(str, error.absolute_path)))
    if errors:
        raise _located(located, _innermost(errors[0]))


def _located(located: Located, error: ValidationError) -> positions.SourceError:
    """The error of the schema as one that a person can act upon."""
    where, message = list(error.absolute_path), error.message
    schema: Any = error.schema
    instance: Any = error.instance
    if error.validator == "additionalProperties":
        known = schema.get("properties", {})
        extra = [key for key in instance if key not in known]
        where, message = [*where, *extra[:1]], f"no such key; known are {', '.join(known)}"
    elif error.validator in ("oneOf", "anyOf"):
        choices = schema[str(error.validator)]
        keys = [" and ".join(choice["required"]) for choice in choices if "required" in choice]
        if keys:
            message = f"needs {'exactly one' if error.validator == 'oneOf' else 'one'} of: {', '.join(keys)}"
    return located.error(where, message)


def _innermost(error: ValidationError) -> ValidationError:
    """The error that says most: the deepest one of those that a choice of schemas gives."""
    while error.context and not all(below.validator == "required" for below in error.context):
        error = max(error.context, key=lambda below: len(below.absolute_path))
    return error


def _recognition(data: Mapping[str, Any]) -> Recognition:
    groups = tuple(tuple(map(normal, [group] if isinstance(group, str) else group)) for group in data["all"])
    return Recognition(groups, tuple(map(normal, data.get("none", ()))))


def _facts(data: Mapping[str, str] | None) -> Facts:
    return tuple((data or {}).items())


def _choice(data: Mapping[str, Any]) -> Choice:
    return Choice(data["is"], _facts(data["when"]), _facts(data.get("may")), _facts(data.get("set")))


def _headings(located: Located, where: positions.Path_, data: list[Mapping[str, Any]] | None) -> tuple[Heading, ...]:
    found: list[Heading] = []
    said: set[str] = set()
    for index, entry in enumerate(data or []):
        phrases = tuple(dict.fromkeys(map(normal, entry.get("say", ()))))
        for phrase in phrases:
            if phrase in said:
                raise located.error((*where, index, "say"), f"{phrase} is said twice")
        said.update(phrases)
        pattern = re.compile(entry["match"]) if "match" in entry else None
        facts, total = _facts(entry.get("set")), entry.get("total", False)
        found.append(Heading(phrases, pattern, facts, entry.get("column"), entry.get("unwanted"), total))
    return tuple(found)


def _shared(located: Located, groups: list[str]) -> Iterator[Heading]:
    known = shared_words()
    for index, group in enumerate(groups):
        if group not in known:
            raise located.error(("words", index), f"no such group of words; known are {', '.join(known)}")
        yield from known[group]


@cache
def shared_words() -> dict[str, tuple[Heading, ...]]:
    """The groups of words that sources may share, by name."""
    located = positions.load(WORDS)
    return {name: _headings(located, ("groups", name), entries) for name, entries in located.data["groups"].items()}


@cache
def within() -> dict[tuple[str, str], str]:
    """For a dimension's value, the value that it is a part of: (partner, large_company) is within private_company."""
    tree = positions.load(WORDS).data["within"]
    return {(key, value): whole for key, values in tree.items() for value, whole in values.items()}


def _elements(located: Located, kind: str) -> tuple[ElementRule, ...]:
    return tuple(
        ElementRule(
            id=entry["id"],
            title=tuple(map(normal, entry["title"] if entry.get("title", "any") != "any" else ())),
            pattern=re.compile(entry["match"]) if "match" in entry else None,
            under=tuple(map(normal, entry.get("under", ()))),
            says=tuple(map(normal, entry.get("says", ()))),
            sets=_facts(entry.get("set")),
            default=_facts(entry.get("default")),
            headings=_headings(located, (kind, index, "headings"), entry.get("headings")),
            rows=entry.get("rows"),
            columns=entry.get("columns"),
            year=entry.get("year"),
            unwanted=entry.get("unwanted"),
        )
        for index, entry in enumerate(located.data.get(kind, []))
    )


def _statement(data: Mapping[str, Any]) -> StatementRule:
    patterns = tuple(re.compile(text.replace("{figure}", FIGURE)) for text in data["say"])
    return StatementRule(
        id=data["id"],
        patterns=patterns,
        indicator=data.get("is"),
        sets=_facts(data.get("set")),
        year=data.get("year"),
        unwanted=data.get("unwanted"),
        units=tuple(data.get("unit", ())),
    )


def _check_facts(located: Located, source: Source) -> None:
    """Every fact's key is a dimension, a keyword, or a word that some indicator of the source asks for."""
    asked = {key for choice in source.choices for key, _ in (*choice.when, *choice.may)}
    known = {*DIMENSIONS, *KEYWORDS, *asked}
    for where, data in _fact_maps(located.data, ()):
        for key, value in data.items():
            if key not in known:
                raise located.error((*where, key), f"no indicator of this source asks for {key!r}")
            if key in KEYWORDS and value not in KEYWORDS[key]:
                raise located.error((*where, key), f"must be one of {', '.join(sorted(KEYWORDS[key]))}")


def _fact_maps(data: Any, where: positions.Path_) -> Iterator[tuple[positions.Path_, Mapping[str, str]]]:  # noqa: ANN401
    if isinstance(data, dict):
        for key, value in data.items():
            if key in ("set", "default", "may") and isinstance(value, dict):
                yield (*where, key), value
            else:
                yield from _fact_maps(value, (*where, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _fact_maps(value, (*where, index))
