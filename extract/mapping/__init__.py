"""Turns tables, charts and statements into observations, by what their headings say and the YAML of their source.

`load` the sources, `recognise` a document's, `map_document` it. Out of scope: reading, indicators and institutions,
which the caller brings, and the verdict on what was mapped.
"""

from extract.mapping.documents import map_document
from extract.mapping.positions import SourceError
from extract.mapping.recognition import recognise
from extract.mapping.rehearsal import Seen
from extract.mapping.rules import Source
from extract.mapping.sources import load
from extract.mapping.suggestions import Suggestion, Unread, suggest, unread

__all__ = [
    "Seen",
    "Source",
    "SourceError",
    "Suggestion",
    "Unread",
    "load",
    "map_document",
    "recognise",
    "suggest",
    "unread",
]
