"""The scripts as they are served, and what their pages tell them."""

import gzip
import json
from datetime import timedelta
from pathlib import Path

import pytest

from crypto import minisign
from tests import factories as make
from tests import factories_keyring as rings
from tests.portal.site import Site
from wbs.portal.client import Client, ClientError, _integrity
from wbs.portal.reporter.config import client_config, page_script
from wbs.portal.reporter.portal import present

SCRIPT = b'"use strict";\n' + b"const board = 1;\n" * 200


def lay_out(folder: Path, **files: bytes) -> Path:
    """Write scripts and their manifest."""
    folder.mkdir()
    for name, content in files.items():
        (folder / f"{name}.js").write_bytes(content)
    manifest = {f"{name}.js": _integrity(content) for name, content in files.items()}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


def test_a_script_is_known_by_its_hash(tmp_path: Path) -> None:
    client = Client(lay_out(tmp_path / "client", wbs=SCRIPT, images=b"1;"))
    assert client.names == {"wbs", "images"}
    script = client.script("wbs")
    assert script.url == "/static/client/wbs.js"
    # openssl dgst -sha384 -binary | base64
    assert client.script("images").integrity == (
        "sha384-GF0NAtiwAI6uvrHxmE/1EDwx/qMy9B4kvSsYgLQA0nvtMsyguifpteqIhVyQIngo"
    )
    with pytest.raises(KeyError):
        client.script("documents")


def test_without_a_manifest_there_are_no_scripts(tmp_path: Path) -> None:
    assert Client(tmp_path).names == frozenset()


@pytest.mark.parametrize(
    "manifest", ["", "[]", '{"wbs.js": 1}', '{"wbs": "sha384-"}', '{"../wbs.js": "sha384-"}', "\udcff"]
)
def test_a_manifest_that_is_none_is_refused(tmp_path: Path, manifest: str) -> None:
    (tmp_path / "manifest.json").write_text(manifest, errors="surrogateescape")
    with pytest.raises(ClientError):
        Client(tmp_path)


def test_a_script_that_is_changed_or_missing_is_refused(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "client", wbs=SCRIPT)
    (folder / "wbs.js").write_bytes(SCRIPT + b" ")
    with pytest.raises(ClientError, match=r"wbs\.js"):
        Client(folder)
    (folder / "wbs.js").unlink()
    with pytest.raises(ClientError, match=r"wbs\.js"):
        Client(folder)


def test_a_script_is_packed_the_same_each_time(tmp_path: Path) -> None:
    client = Client(lay_out(tmp_path / "client", wbs=SCRIPT))
    served = client.served("wbs.js")
    assert served is not None
    assert gzip.decompress(served.packed) == served.plain == SCRIPT
    assert served == Client(tmp_path / "client").served("wbs.js")
    assert client.served("manifest.json") is None


@pytest.fixture
def scripted(site: Site, tmp_path: Path) -> Site:
    """A portal that has scripts."""
    folder = lay_out(tmp_path / "client", wbs=SCRIPT, images=b"1;")
    return Site(site.settings.data, None, Client(folder))


def test_a_page_tells_its_script_what_it_needs(scripted: Site) -> None:
    with scripted.app.test_request_context("/en/status"):
        config = json.loads(client_config(present(), "status"))
        loaded = page_script(present(), "status")
    assert loaded is not None
    assert loaded.integrity == _integrity(SCRIPT)
    assert json.loads(loaded.config) == config
    assert config["lang"] == "en"
    assert config["offset"] == 420
    assert config["today"] == "2026-01-31"
    assert config["pin"]["threshold"] == scripted.settings.pin.threshold
    assert config["links"]["plain"] == "/en/status/biasa"
    assert set(config["scripts"]) == {"wbs", "images"}


def test_a_portal_without_scripts_loads_none(site: Site, tmp_path: Path) -> None:
    bare = Site(site.settings.data, None, Client(tmp_path))
    with bare.app.test_request_context("/lapor"):
        assert page_script(present(), "filing") is None


def directives(site: Site, path: str, post: bool = False) -> dict[str, str]:
    """Return the content security policy of an answer."""
    answer = site.post(path, {}) if post else site.get(path)
    parts = (part.partition(" ") for part in answer.headers["Content-Security-Policy"].split("; "))
    return {name: value for name, _, value in parts}


@pytest.mark.parametrize("path", ["/lapor", "/status", "/en/lapor", "/en/status"])
def test_a_page_with_a_script_may_run_ours_and_no_more(scripted: Site, path: str) -> None:
    found = directives(scripted, path)
    assert found == directives(scripted, "/") | {
        "script-src": "'self'",
        "connect-src": "'self'",
        "worker-src": "'self'",
        "trusted-types": "wbs",
    }
    assert found["default-src"] == "'none'"
    assert found["require-trusted-types-for"] == "'script'"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/lapor/biasa",
        "/status/biasa",
        "/bagian",
        "/kunci",
        "/coba",
        "/board",
        "/keyrings.json",
        "/x",
        "/static/client/x.js",
    ],
)
def test_all_else_runs_none(scripted: Site, path: str) -> None:
    found = directives(scripted, path)
    assert found["trusted-types"] == "'none'"
    assert not {"script-src", "connect-src", "worker-src"} & set(found)


@pytest.mark.parametrize("path", ["/status", "/lapor/ingat", "/lapor/kirim"])
def test_no_answer_to_a_form_runs_one(scripted: Site, path: str) -> None:
    assert directives(scripted, path, post=True)["trusted-types"] == "'none'"


def test_a_page_that_is_closed_runs_none(scripted: Site) -> None:
    scripted.time.moment += timedelta(days=4000)
    assert scripted.get("/lapor").status_code == 503
    assert directives(scripted, "/lapor")["trusted-types"] == "'none'"


def test_without_scripts_no_page_runs_any(site: Site, tmp_path: Path) -> None:
    bare = Site(site.settings.data, None, Client(tmp_path))
    assert directives(bare, "/lapor")["trusted-types"] == "'none'"


@pytest.mark.parametrize("accepted", ["gzip", "gzip, deflate, br", "", "br", "identity, gzip;q=0"])
def test_a_script_comes_packed_to_who_takes_it(scripted: Site, accepted: str) -> None:
    answer = scripted.get("/static/client/wbs.js", **{"Accept-Encoding": accepted})
    packed = accepted.startswith("gzip")
    assert answer.headers.get("Content-Encoding") == ("gzip" if packed else None)
    assert (gzip.decompress(answer.data) if packed else answer.data) == SCRIPT
    assert answer.content_length == len(answer.data)
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; connect-src 'self'"
    assert "ETag" not in answer.headers


@pytest.mark.parametrize("name", ["manifest.json", "documents.js", "wbs", "wbs.js.map"])
def test_nothing_else_is_served_as_a_script(scripted: Site, name: str) -> None:
    assert scripted.get(f"/static/client/{name}").status_code == 404


def test_keyrings_come_at_once_as_they_were_signed(site: Site) -> None:
    told = site.get("/keyrings.json").json
    assert told is not None
    assert set(told) == {"keyrings", "collected"}
    assert told["collected"] == []
    (one,) = told["keyrings"]
    signed = rings.sign(rings.keyring())
    assert one == {"json": signed.json.decode(), "signatures": list(signed.signatures)}
    site.publish(site.reply(site.file()))
    answer = site.get("/keyrings.json")
    told = answer.json
    assert told is not None
    assert told["freshness"] == {
        "json": site.get("/freshness.json").get_data(as_text=True),
        "signature": site.get("/freshness.json.minisig").get_data(as_text=True),
    }
    for each in (told["freshness"], *told["collected"]):
        minisign.verify(each["json"].encode(), each["signature"], make.signing_key("verifikator-1").public)
    assert len(told["collected"]) == 1
    # The same for whoever asks, however they ask.
    other = site.get("/keyrings.json", **{"Accept-Language": "en", "Cookie": "a=b", "If-None-Match": "*"})
    assert (other.data, other.status_code) == (answer.data, 200)
    assert not {"ETag", "Last-Modified", "Vary"} & set(other.headers.keys())


def test_without_a_publication_there_are_no_keyrings(tmp_path: Path) -> None:
    site = Site(tmp_path)
    assert site.get("/keyrings.json").status_code == 503
    site.store.dispose()
