"""The events that the flows tell Prefect: one small vocabulary, with documents named by source and sha256.

Each names its cause: what was staged follows what landed, what was published follows what was staged. Events decide
when something runs, never what: one that is lost is made good by the next run, which reads the ledger.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from uuid import NAMESPACE_URL, UUID, uuid5

from prefect.events import Event, emit_event

from flows.publishers.memory import Finding

MOST_RELATED = 50
"""Documents that the event of a release names: a server takes a hundred at most."""


class Happened(StrEnum):
    """What can happen. Automations in prefect.yaml and automations.yaml use these words."""

    DOCUMENT_LANDED = "document.landed"
    DOCUMENT_STAGED = "document.staged"
    DOCUMENT_REFUSED = "document.refused"
    RELEASE_PUBLISHED = "release.published"
    RELEASE_HELD = "release.held"
    SOURCE_CHANGED = "source.changed"
    SOURCE_OVERDUE = "source.overdue"


def landed(sha256: str, source_id: str | None, payload: Mapping[str, object]) -> Event | None:
    """Tell that a document is new. The event's id is the document's: whoever stages it knows what it follows."""
    return _tell(
        Happened.DOCUMENT_LANDED,
        _document(sha256),
        [*_source(source_id)],
        {"sha256": sha256, **payload},
        None,
        _id(sha256),
    )


def refused(sha256: str, payload: Mapping[str, object]) -> Event | None:
    """Tell that a file was refused at the door, and never landed."""
    return _tell(Happened.DOCUMENT_REFUSED, _document(sha256), [], {"sha256": sha256, **payload}, None)


def staged(
    happened: Happened, sha256: str, source_id: str | None, payload: Mapping[str, object], since: str | None
) -> Event | None:
    """Tell what became of a document that landed at `since`, an ISO time."""
    return _tell(
        happened, _document(sha256), [*_source(source_id)], {"sha256": sha256, **payload}, _cause(sha256, since)
    )


def release(
    happened: Happened, release_id: str, payload: Mapping[str, object], documents: Sequence[str]
) -> Event | None:
    """Tell of a release. `documents` are those that were staged for it, which are its cause."""
    related = [_related(_document(sha256), "document") for sha256 in documents[:MOST_RELATED]]
    return _tell(happened, f"sangaku.release.{release_id}", related, {"release": release_id, **payload}, None)


def noticed(finding: Finding) -> Event | None:
    """Tell what was noticed of a source."""
    happened = Happened.SOURCE_OVERDUE if finding.kind == "overdue" else Happened.SOURCE_CHANGED
    payload = {"kind": finding.kind, "about": finding.about, "detail": finding.detail}
    return _tell(happened, f"sangaku.source.{finding.source}", _source(finding.source), payload, None)


def _tell(
    happened: Happened,
    resource: str,
    related: list[dict[str, str]],
    payload: Mapping[str, object],
    follows: Event | None,
    name: UUID | None = None,
) -> Event | None:
    return emit_event(
        event=happened.value,
        resource={"prefect.resource.id": resource},
        related=related,
        payload=dict(payload),
        follows=follows,
        id=name,
    )


def _cause(sha256: str, since: str | None) -> Event | None:
    """The event of a document's landing, as far as it needs to be known to be followed."""
    if since is None:
        return None
    resource = {"prefect.resource.id": _document(sha256)}
    cause = {"id": _id(sha256), "event": Happened.DOCUMENT_LANDED.value, "resource": resource, "occurred": since}
    return Event.model_validate(cause)


def _id(sha256: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"sangaku:landed:{sha256}")


def _document(sha256: str) -> str:
    return f"sangaku.document.{sha256}"


def _source(source_id: str | None) -> list[dict[str, str]]:
    return [_related(f"sangaku.source.{source_id}", "source")] if source_id else []


def _related(resource: str, role: str) -> dict[str, str]:
    return {"prefect.resource.id": resource, "prefect.resource.role": role}
