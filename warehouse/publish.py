"""Publishing: the change report is written into a release that is built, then one pointer is moved to it.

Whoever follows the pointer sees the release before or the new one, whole. The change report depends on what was
current when it was written, so it is no part of what a release's id stands for; published again after another release,
a release gets a new report and nothing else of it changes. Out of scope: building (`warehouse.release`).
"""

import json

from warehouse import change_pages, changes, connection, files
from warehouse.changes import Report
from warehouse.home import DATABASE, Home


class Held(Exception):  # noqa: N818  no error of the program: a person is to look
    """A release changes more than may pass unseen; the report, which is written beside it, says what."""


def publish(home: Home, release_id: str, *, accept: bool = False) -> Report | None:
    """Make a built release the current one; None where it was already.

    Raises LookupError where it is not built, and Held where its change report has alarms that nobody accepted. Where
    the report cannot be made it is not published: whatever that raises is raised.
    """
    place = home.release(release_id)
    if not home.store.stands(place):
        raise LookupError(f"release {release_id} is not built")
    with home.store.locked(home.root / ".publish.lock"):
        files.sweep(home.root)
        before = connection.current(home)
        if before == release_id:
            return None
        report = changes.compare(home, before, release_id)
        told = {
            "json": json.dumps(report.as_data(), ensure_ascii=False, indent=1) + "\n",
            "md": change_pages.to_markdown(report),
            "html": change_pages.to_html(report),
        }
        for kind, text in told.items():
            path = connection.folder(home, release_id, DATABASE) / f"changes.{kind}"
            files.write(path, text.encode())
            home.store.give(path)
        if report.alarms and not accept:
            raise Held("; ".join(report.alarms))
        files.point(home.current, place)
        home.store.give(home.current)
    return report


def told(home: Home, kind: str, release_id: str | None = None) -> str | None:
    """The change report of a release, the current one if none is named, as json, md or html; None if it has none.

    Raises connection.NoRelease.
    """
    path = connection.folder(home, release_id, DATABASE) / f"changes.{kind}"
    home.store.renew(path)
    return path.read_text(encoding="utf-8") if path.is_file() else None
