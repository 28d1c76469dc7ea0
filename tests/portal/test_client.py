"""The scripts as they are served, and what their pages tell them."""

import gzip
import json
from pathlib import Path

import pytest

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
