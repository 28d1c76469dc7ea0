"""A browser that seals by itself: what it sends, and what it is told."""

import os
from collections.abc import Iterator, Mapping

from werkzeug.test import TestResponse

from tests.portal.site import FORM, ORIGIN, Site
from wbs.portal.reporter.incoming import PART

RAW = "application/octet-stream"
LENGTH = 512


def send(site: Site, sealed: bytes, headers: Mapping[str, str] = FORM) -> TestResponse:
    """Send a small drop."""
    return site.client.post("/surat", base_url=ORIGIN, data=sealed, content_type=RAW, headers=headers)


def parts_of(sealed: bytes) -> Iterator[bytes]:
    """Give the parts of a large drop."""
    for start in range(0, len(sealed), PART):
        yield sealed[start : start + PART]


class Upload:
    """A large drop on its way, in parts."""

    def __init__(self, site: Site, sealed: bytes, upload: str = "") -> None:
        """Begin; nothing is sent yet."""
        self.site, self.sealed = site, sealed
        self.id = upload or os.urandom(16).hex()
        self.parts = list(parts_of(sealed))

    def send(self, number: int, content: bytes | None = None, **headers: str) -> TestResponse:
        """Send one part, or other bytes in its place."""
        return self.site.client.post(
            f"/surat/{self.id}/{number}?size={len(self.sealed)}",
            data=self.parts[number] if content is None else content,
            content_type=RAW,
            headers={**FORM, **headers},
        )

    def send_all(self) -> None:
        """Send all parts in order."""
        for number in range(len(self.parts)):
            assert self.send(number).status_code == 204

    def finish(self, **headers: str) -> TestResponse:
        """Say that all parts are there."""
        path = f"/surat/{self.id}?size={len(self.sealed)}"
        return self.site.client.post(path, data=b"", headers={**FORM, **headers})


def trouble(response: TestResponse) -> str:
    """Return the code of a refusal, which looks as refusals do."""
    assert response.mimetype == "application/json"
    assert len(response.data) == LENGTH
    code = response.json["trouble"] if response.json else None
    assert isinstance(code, str)
    return code


def dates(response: TestResponse) -> tuple[str, str]:
    """Return when a stored drop can be read, and until when an answer is to be expected."""
    assert response.status_code == 201, response.data
    assert response.mimetype == "application/json"
    assert len(response.data) == LENGTH
    assert response.json is not None
    assert set(response.json) == {"readable", "return_by"}
    return response.json["readable"], response.json["return_by"]
