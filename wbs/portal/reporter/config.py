"""What a page tells its script: all that it needs to know, and the same for every visitor of a day."""

import json
from dataclasses import asdict, dataclass
from typing import Literal

from wbs.portal.locale import language
from wbs.portal.reporter import batch
from wbs.portal.reporter.portal import Portal

Page = Literal["filing", "status"]

_PLAIN: dict[Page, str] = {"filing": "/lapor/biasa", "status": "/status/biasa"}


@dataclass(frozen=True)
class PageScript:
    """The script element of a page: ``config`` is JSON for its ``data-config``."""

    url: str
    integrity: str
    config: str


def page_script(portal: Portal, page: Page) -> PageScript | None:
    """Return what loads the script in a page; None in a portal that has no scripts."""
    if "wbs" not in portal.client.names:
        return None
    script = portal.client.script("wbs")
    return PageScript(script.url, script.integrity, client_config(portal, page))


def client_config(portal: Portal, page: Page) -> str:
    """Return a page's ``data-config``: JSON, read by ``client/src/config.ts``."""
    office, pin, now, lang = portal.settings.office, portal.settings.pin, portal.now(), language()
    offset = now.utcoffset()
    root = "/en" if lang == "en" else ""
    config = {
        "page": page,
        "lang": lang,
        "instance": pin.instance.hex(),
        "pin": {"roots": list(pin.roots), "threshold": pin.threshold},
        "today": now.date().isoformat(),
        # Minutes east of UTC; the office's zones know no summer time.
        "offset": int(offset.total_seconds()) // 60 if offset is not None else 0,
        "links": {
            "parts": f"{root}/bagian",
            "keyrings": "/keyrings.json",
            "board": "/board",
            "drop": "/surat",
            "exit": f"{root}/keluar",
            "plain": f"{root}{_PLAIN[page]}",
            "status": f"{root}/status",
            "filing": f"{root}/lapor",
        },
        "scripts": {name: asdict(portal.client.script(name)) for name in sorted(portal.client.names)},
        "limits": {
            "files": office.limits.files,
            "message_bytes": office.limits.message_bytes,
            "room": batch.room(office.limits),
        },
    }
    return json.dumps(config, separators=(",", ":"))
