"""The commands of the online side with PostgreSQL, whose password is told to nobody."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import make_url

from tests import factories_keyring as rings
from tests.databases import Served, served
from tests.postgresql import Server
from wbs.cli import wbs
from wbs.portal.config import load, open_store
from wbs.store import couriers


@pytest.fixture
def databases(postgresql: Server) -> Iterator[Served]:
    with served(postgresql) as made:
        yield made


@pytest.fixture
def url(databases: Served, tmp_path: Path) -> str:
    return databases.url(tmp_path, empty=True)


def init(folder: Path, **environ: str) -> Result:
    pin = folder / "given-pin.json"
    pin.write_bytes(rings.PIN.encode())
    options = ["--pin", str(pin), "--origin", "https://lapor.example"]
    return CliRunner().invoke(wbs, ["init", str(folder / "wbs"), *options], env=environ)


def run(folder: Path, *arguments: str, **environ: str) -> Result:
    config = folder / "wbs" / "wbs.toml"
    return CliRunner().invoke(wbs, [*arguments, "--config", str(config)], env=environ)


def test_a_portal_whose_database_the_environment_names(tmp_path: Path, url: str) -> None:
    made = init(tmp_path, WBS_DATABASE=url)
    assert made.exit_code == 0, made.output
    secret = make_url(url).password
    assert secret
    frasa = tmp_path / "frasa.txt"
    frasa.write_text("sepeda hijau di jembatan\n")
    said = made.output
    for command in (("tend",), ("migrate",), ("courier", "add", "kurir", "--passphrase-file", str(frasa))):
        done = run(tmp_path, *command, WBS_DATABASE=url)
        assert done.exit_code == 0, done.output
        said += done.output
    settings = load(tmp_path / "wbs" / "wbs.toml", {"WBS_DATABASE": url})
    said += repr(settings)
    store = open_store(settings)
    assert couriers.names(store) == ["kurir"]
    store.dispose()
    assert not list(tmp_path.rglob("*.sqlite"))
    assert secret not in said
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or secret.encode() not in path.read_bytes()


def test_a_portal_whose_database_the_settings_name(tmp_path: Path, url: str) -> None:
    init(tmp_path)
    config = tmp_path / "wbs" / "wbs.toml"
    config.write_text(config.read_text().replace('database = ""', f'database = "{url}"'))
    refused = run(tmp_path, "tend")
    assert refused.exit_code == 1
    assert "wbs migrate" in refused.output
    assert "Skema basis data diperbarui." in run(tmp_path, "migrate").output
    assert "Basis data sudah sesuai versi ini." in run(tmp_path, "migrate").output
    assert run(tmp_path, "tend").exit_code == 0


def test_of_two_migrations_at_once_one_does_it_and_the_other_has_nothing_to_do(
    tmp_path: Path, url: str
) -> None:
    init(tmp_path)
    config = tmp_path / "wbs" / "wbs.toml"
    command = [sys.executable, "-m", "wbs.cli", "migrate", "--config", str(config)]
    started = [
        subprocess.Popen(command, stdout=subprocess.PIPE, env={"WBS_DATABASE": url, "LANG": "C.UTF-8"})
        for _ in range(2)
    ]
    said = sorted(process.communicate(timeout=60)[0].decode().strip() for process in started)
    assert [process.returncode for process in started] == [0, 0]
    assert said == ["Basis data sudah sesuai versi ini.", "Skema basis data diperbarui."]


def test_a_server_that_is_not_there_is_one_sentence_without_the_password(tmp_path: Path) -> None:
    made = init(tmp_path, WBS_DATABASE="postgresql://wbs:kata-sandi@127.0.0.1:1/wbs")
    assert made.exit_code == 1
    assert "Portal tidak dibuat: the database failed: OperationalError:" in made.output
    assert "kata-sandi" not in made.output
    assert not [path for path in (tmp_path / "wbs").iterdir() if path.is_file()]


def test_an_address_that_is_none_is_one_sentence_without_the_password(tmp_path: Path) -> None:
    made = init(tmp_path, WBS_DATABASE="mysql://wbs:kata-sandi@127.0.0.1/wbs")
    assert made.exit_code == 1
    assert "must begin with sqlite:/// or postgresql://" in made.output
    assert "kata-sandi" not in made.output
