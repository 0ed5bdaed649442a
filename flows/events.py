"""The events that the flows tell Prefect: one small vocabulary, with documents named by source and sha256.

Events decide when something runs, never what: one that is lost is made good by the next run, which reads the ledger.
"""

from collections.abc import Mapping
from enum import StrEnum

from prefect.events import Event, emit_event

from flows.publishers.memory import Finding


class Happened(StrEnum):
    """What can happen. Automations in prefect.yaml use these words."""

    DOCUMENT_LANDED = "document.landed"
    DOCUMENT_STAGED = "document.staged"
    DOCUMENT_REFUSED = "document.refused"
    RELEASE_PUBLISHED = "release.published"
    RELEASE_HELD = "release.held"
    SOURCE_CHANGED = "source.changed"
    SOURCE_OVERDUE = "source.overdue"


def document(
    happened: Happened, sha256: str, source_id: str | None, payload: Mapping[str, object], follows: Event | None = None
) -> Event | None:
    """Tell of a document. `follows` is the event that led to this one."""
    return _tell(happened, f"sangaku.document.{sha256}", source_id, {"sha256": sha256, **payload}, follows)


def release(happened: Happened, release_id: str, payload: Mapping[str, object]) -> Event | None:
    """Tell of a release."""
    return _tell(happened, f"sangaku.release.{release_id}", None, {"release": release_id, **payload}, None)


def noticed(finding: Finding) -> Event | None:
    """Tell what was noticed of a source."""
    happened = Happened.SOURCE_OVERDUE if finding.kind == "overdue" else Happened.SOURCE_CHANGED
    payload = {"kind": finding.kind, "about": finding.about, "detail": finding.detail}
    return _tell(happened, f"sangaku.source.{finding.source}", finding.source, payload, None)


def _tell(
    happened: Happened, resource: str, source_id: str | None, payload: Mapping[str, object], follows: Event | None
) -> Event | None:
    related = []
    if source_id:
        related.append({"prefect.resource.id": f"sangaku.source.{source_id}", "prefect.resource.role": "source"})
    return emit_event(
        event=happened.value,
        resource={"prefect.resource.id": resource},
        related=related,
        payload=dict(payload),
        follows=follows,
    )
