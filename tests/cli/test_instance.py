"""``wbs init`` makes a folder that runs, whole or not at all; ``wbs tend`` does what is due, at any time."""

import io
import os
import stat
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests import factories_keyring as rings
from tests.portal.process import free_port
from tests.store.letters import drop
from wbs.cases.office import default_toml
from wbs.cli import wbs
from wbs.portal.config import load, open_store
from wbs.store import drops
from wbs.store.migrate import check_schema, move


def init(folder: Path, *more: str, pin: bytes | None = None) -> Result:
    file = folder / "given-pin.json"
    file.write_bytes(rings.PIN.encode() if pin is None else pin)
    options = ["--pin", str(file), "--origin", "https://lapor.example", *more]
    return CliRunner().invoke(wbs, ["init", str(folder / "wbs"), *options])


def test_a_new_portal_can_be_served(tmp_path: Path) -> None:
    made = init(tmp_path, "--courier-origin", "https://kurir.example", "--reporter-listen", "127.0.0.1:9000")
    assert made.exit_code == 0, made.output
    settings = load(tmp_path / "wbs" / "wbs.toml")
    assert settings.origins == ("https://lapor.example",)
    assert settings.courier.origins == ("https://kurir.example",)
    assert (settings.reporter.listen, settings.hsts, settings.demo) == ("127.0.0.1:9000", True, False)
    assert (settings.release, settings.pin) == ("half-day", rings.PIN)
    store = open_store(settings)
    check_schema(store)
    store.dispose()


def test_it_says_what_comes_next(tmp_path: Path) -> None:
    said = init(tmp_path).output
    for command in ("wbs keyring publish", "wbs courier add", "wbs serve reporter", "wbs tend"):
        assert command in said


def test_its_secrets_are_nobody_elses(tmp_path: Path) -> None:
    init(tmp_path)
    for name in ("courier.secret", "wbs.toml", "pin.json"):
        assert stat.S_IMODE((tmp_path / "wbs" / name).stat().st_mode) == 0o600
    assert len(bytes.fromhex((tmp_path / "wbs" / "courier.secret").read_text())) == 32


def test_the_settings_explain_themselves_and_are_toml(tmp_path: Path) -> None:
    init(tmp_path)
    text = (tmp_path / "wbs" / "wbs.toml").read_text()
    assert "only for demonstrations" in text
    assert set(tomllib.loads(text)) == {"server", "reporter", "courier", "files"}


def test_a_portal_is_never_made_over_another(tmp_path: Path) -> None:
    init(tmp_path)
    before = (tmp_path / "wbs" / "courier.secret").read_bytes()
    again = init(tmp_path)
    assert again.exit_code == 1
    assert "Traceback" not in again.output
    assert (tmp_path / "wbs" / "courier.secret").read_bytes() == before


@pytest.mark.parametrize("wrong", ["pin", "office", "origin"])
def test_a_wrong_part_leaves_nothing_behind(tmp_path: Path, wrong: str) -> None:
    office = tmp_path / "given-office.toml"
    office.write_bytes(default_toml() if wrong != "office" else b"zone = 'Europe/Rome'\n")
    more = ["--office", str(office)] + (["--origin", "lapor.example/x"] if wrong == "origin" else [])
    made = init(tmp_path, *more, pin=b"{}" if wrong == "pin" else None)
    assert made.exit_code == 1
    assert "Portal tidak dibuat" in made.output
    folder = tmp_path / "wbs"
    assert not folder.exists() or not [path for path in folder.iterdir() if path.is_file()]


def test_what_lay_there_before_stays_when_making_fails(tmp_path: Path) -> None:
    (tmp_path / "wbs").mkdir()
    theirs = tmp_path / "wbs" / "pin.json"
    theirs.write_bytes(b"someone else's")
    assert init(tmp_path).exit_code == 1
    assert theirs.read_bytes() == b"someone else's"
    assert [path.name for path in (tmp_path / "wbs").iterdir()] == ["pin.json"]


def test_tending_releases_what_is_due_and_says_so(tmp_path: Path) -> None:
    init(tmp_path)
    config = tmp_path / "wbs" / "wbs.toml"
    store = open_store(load(config))
    drops.put(store, io.BytesIO(drop(1)), datetime.now(UTC) - timedelta(days=2))
    drops.put(store, io.BytesIO(drop(2)), datetime.now(UTC))
    store.dispose()
    for released in (1, 0):
        tended = CliRunner().invoke(wbs, ["tend", "--config", str(config)])
        assert tended.exit_code == 0, tended.output
        assert f"Dirilis {released}," in tended.output


def test_tending_without_settings_is_one_sentence(tmp_path: Path) -> None:
    tended = CliRunner().invoke(wbs, ["tend", "--config", str(tmp_path / "wbs.toml")])
    assert tended.exit_code == 1
    assert "Pengaturan" in tended.output
    assert "Traceback" not in tended.output


def test_a_database_of_an_older_version_is_brought_up_by_migrate(tmp_path: Path) -> None:
    init(tmp_path)
    config = tmp_path / "wbs" / "wbs.toml"
    store = open_store(load(config))
    with store.unit() as unit:
        move(unit, "base")
    store.dispose()
    refused = CliRunner().invoke(wbs, ["tend", "--config", str(config)])
    assert refused.exit_code == 1
    assert "wbs migrate" in refused.output
    assert CliRunner().invoke(wbs, ["migrate", "--config", str(config)]).exit_code == 0
    assert CliRunner().invoke(wbs, ["tend", "--config", str(config)]).exit_code == 0


def test_a_demonstration_is_made_over_nothing_but_a_demonstration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    overrides: list[str] = []

    def stop(*_: object) -> None:
        overrides.extend(name for name in os.environ if name.startswith("WBS_DATA"))
        raise KeyboardInterrupt

    monkeypatch.setattr("wbs.cli.demo.make", stop)
    init(tmp_path)
    folder = tmp_path / "wbs"
    # A name that people give to a file of their own.
    (folder / "passphrase.txt").touch()
    command = ["demo", "--folder", str(folder), "--port", str(free_port())]
    made = CliRunner().invoke(wbs, command)
    assert "bukan contoh" in made.output
    config = folder / "wbs.toml"
    assert config.exists()
    config.write_text(config.read_text().replace("demo = false", "demo = true"))
    # Nothing invented may go to the database of a real portal.
    CliRunner().invoke(wbs, command, env={"WBS_DATABASE": "postgresql://h/wbs", "WBS_DATA": str(tmp_path)})
    assert not config.exists()
    assert overrides == []
