"""Makes known to a Prefect server what Sangaku needs there: limits, a work pool, deployments, automations.

All may be done again at any time and changes nothing then. Out of scope: starting servers and workers.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import yaml
from prefect.automations import Automation
from prefect.blocks.notifications import CustomWebhookNotificationBlock
from prefect.client.orchestration import get_client
from prefect.deployments import run_deployment
from prefect.exceptions import ObjectNotFound, PrefectHTTPStatusError

from flows import limits
from flows.server import ServerError

WEBHOOK = "SANGAKU_WEBHOOK"
"""Names the address that is told of what needs a person; without it automations.yaml does without notices."""
BLOCK = "sangaku-notices"
SWEEP = "reconcile/sweep"
POOL = "sangaku"
ROOT = Path(__file__).parents[1]


def deploy(*, anew: bool) -> None:
    """Deploy all to the server that PREFECT_API_URL names. Raises ServerError where Prefect refuses.

    A work pool that is there already stays as it is, of whatever type. `anew`: free the slots that killed runs still
    hold, which only a server of our own may do.
    """
    try:
        _deploy(anew=anew)
    except (httpx.HTTPError, PrefectHTTPStatusError) as error:
        raise ServerError(f"{os.environ['PREFECT_API_URL']}: {error}") from error


def _deploy(*, anew: bool) -> None:
    limits.ensure(anew=anew)
    with get_client(sync_client=True) as client:
        try:
            client.read_work_pool(POOL)
        except ObjectNotFound:
            _prefect(["work-pool", "create", POOL, "--type", "process"])
    _prefect(["--no-prompt", "deploy", "--all", "--prefect-file", str(ROOT / "prefect.yaml")])
    block = _block(os.environ.get(WEBHOOK))
    for wanted in yaml.safe_load((ROOT / "automations.yaml").read_text(encoding="utf-8"))["automations"]:
        _automate(wanted, block)


def sweep() -> bool:
    """Ask for a run that finds what was left undone; gives whether the server took it."""
    try:
        run_deployment(SWEEP, timeout=0, as_subflow=False)
    except (httpx.HTTPError, PrefectHTTPStatusError):
        return False
    return True


def _automate(wanted: dict[str, Any], block: str | None) -> None:
    """Make an automation, or bring it up to date; one that would notify nobody is not made."""
    notices = [action for action in wanted["actions"] if action["type"] == "send-notification"]
    if notices and block is None:
        return
    for action in notices:
        action["block_document_id"] = block
    automation: Any = Automation.model_validate(wanted)  # its methods are both: called from here they wait
    try:
        known: Any = Automation.read(name=wanted["name"])
    except ValueError:
        automation.create()
    else:
        automation.id = known.id
        automation.update()


def _block(url: str | None) -> str | None:
    """The block that notifies by a webhook; gives its document's id."""
    if not url:
        return None
    said = {"subject": "{{subject}}", "body": "{{body}}"}
    block: Any = CustomWebhookNotificationBlock.model_validate({"name": "Sangaku", "url": url, "json_data": said})
    return str(block.save(BLOCK, overwrite=True))


def _prefect(arguments: list[str]) -> None:
    command = [sys.executable, "-m", "prefect", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ServerError(f"prefect {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
