"""A courier's app in a temporary folder, and a courier who logs in."""

import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests import factories as make
from tests import factories_keyring as rings
from tests.portal.site import settings
from wbs.letters.outbox import Outbox, write_outbox
from wbs.portal import create_courier_app
from wbs.portal.config import CourierServer
from wbs.store import couriers, keyrings
from wbs.store.migrate import migrate
from wbs.store.publication import publish
from wbs.store.session import Limits, Store

ORIGIN = "https://kurir.example"
NOW = datetime(2026, 1, 31, 3, 0, tzinfo=UTC)
PASSWORD = "sepeda hijau di jembatan"


class CourierSite:
    """A portal with the factory's keyring, and the courier ``kurir``."""

    def __init__(self, folder: Path, origin: str = ORIGIN, **changes: object) -> None:
        """Lay out the portal, enrol the courier, make the app."""
        secret = folder / "courier.secret"
        secret.write_text("ab" * 32)
        secret.chmod(0o600)
        self.origin = origin
        self.moment = NOW
        self.settings = settings(folder, courier=CourierServer("127.0.0.1:0", (origin,), secret), **changes)
        self.store = Store(
            self.settings.database, folder, self.settings.office.zone, Limits(text_reserve=1 << 20)
        )
        migrate(self.store)
        keyrings.install(self.store, rings.sign(rings.keyring()), rings.PIN, make.DAY)
        publish(self.store, make.INSTANCE, make.DAY)
        self.kurir = couriers.enrol(self.store, "kurir", PASSWORD, issuer="WBS", actor="server", day=make.DAY)
        self.app = create_courier_app(self.settings, store=self.store, clock=lambda: self.moment)
        self.client = self.browser()

    def browser(self) -> FlaskClient:
        """Return a browser without cookies."""
        return self.app.test_client()

    def get(self, path: str, client: FlaskClient | None = None) -> TestResponse:
        """Get a page."""
        return (client or self.client).get(path, base_url=self.origin)

    def post(
        self,
        path: str,
        data: dict[str, object] | None = None,
        *,
        client: FlaskClient | None = None,
        page: str | None = "/akun",
        origin: str | None = None,
    ) -> TestResponse:
        """Post a form with the token of the page that it stands on."""
        client = client or self.client
        fields = dict(data or {})
        if page is not None:
            fields["csrf_token"] = token_of(self.get(page, client))
        headers = {"Origin": self.origin if origin is None else origin}
        return client.post(path, data=fields, base_url=self.origin, headers=headers)

    def log_in(
        self, code: str | None = None, client: FlaskClient | None = None, **changes: str
    ) -> TestResponse:
        """Log in with the second factor's code of now."""
        code = code if code is not None else pyotp.TOTP(self.kurir.secret).at(self.moment)
        fields: dict[str, object] = {"name": "kurir", "password": PASSWORD, "code": code, **changes}
        return self.post("/masuk", fields, client=client, page="/masuk")

    def later(self, **delta: float) -> None:
        """Move the clock on."""
        self.moment += timedelta(**delta)

    def bring(self, data: bytes, name: str = "outbox.tar", language: str = "") -> TestResponse:
        """Upload a file as an outbox; ``language`` is the beginning of the address."""
        token = token_of(self.get("/")).encode()
        part = b'--edge\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
        return self.client.post(
            f"{language}/kotak-keluar",
            data=part % (b"csrf_token", b"", token)
            + part % (b"outbox", b'; filename="%s"' % name.encode(), data)
            + b"--edge--\r\n",
            content_type="multipart/form-data; boundary=edge",
            base_url=self.origin,
            headers={"Origin": self.origin},
        )


def outbox_file(made: Outbox) -> bytes:
    """Write an outbox as its author's desk does."""
    sink = io.BytesIO()
    write_outbox(sink, made, make.signing_key(made.author))
    return sink.getvalue()


def token_of(response: TestResponse) -> str:
    """Return the page's CSRF token."""
    found = re.search(r'name="csrf_token"\s+value="([^"]+)"', response.get_data(as_text=True))
    assert found, response.get_data(as_text=True)[:2000]
    return found[1]
