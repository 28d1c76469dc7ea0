"""Settings are read strictly: each fault stops the start and is named by its key."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.factories_keyring import PIN
from tests.portal.process import TOML
from wbs.cases.office import default_toml
from wbs.portal.config import SettingsError, load, open_store

ONION = f"http://{'a' * 56}.onion"


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a configuration in which one text stands in place of another."""
    (tmp_path / "office.toml").write_bytes(default_toml())
    (tmp_path / "pin.json").write_bytes(PIN.encode())

    def make(old: str = "", new: str = "") -> Path:
        text = TOML.format(port=8000, deadline=1.0, database="")
        assert old in text
        path = tmp_path / "wbs.toml"
        path.write_text(text.replace(old, new, 1))
        return path

    return make


def test_what_is_written_is_what_counts(write: Callable[..., Path], tmp_path: Path) -> None:
    settings = load(write(), {})
    assert settings.data == tmp_path / "data"
    assert settings.database == f"sqlite:///{tmp_path}/data/wbs.sqlite"
    assert settings.allowed_origins == {"http://127.0.0.1:8000"}
    assert settings.office_header == ("X-WBS-Network", "office")
    assert settings.deadline == 1.0
    assert settings.release == "at-once"
    assert settings.pin == PIN
    assert settings.courier.secret == tmp_path / "courier.secret"


def test_the_environment_may_move_data_and_database(write: Callable[..., Path], tmp_path: Path) -> None:
    environ = {"WBS_DATA": "/srv/wbs", "WBS_DATABASE": "postgresql://u:p@h/d", "HOME": "/root"}
    settings = load(write(), environ)
    assert settings.data == Path("/srv/wbs")
    assert settings.database == "postgresql://u:p@h/d"
    assert "u:p" not in repr(settings)


def test_an_onion_service_is_an_origin(write: Callable[..., Path]) -> None:
    settings = load(write('onion = ""', f'onion = "{ONION}"'), {})
    assert settings.allowed_origins == {"http://127.0.0.1:8000", ONION}


def test_the_store_has_the_offices_limits(write: Callable[..., Path]) -> None:
    settings = load(write(), {})
    store = open_store(settings)
    assert store.limits.daily_budget == settings.office.limits.daily_bytes
    assert store.limits.text_reserve == 1_048_576
    assert settings.data.stat().st_mode & 0o777 == 0o700
    store.dispose()


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("[server]", "[serv]", "server"),
        ("[files]", "[extra]\n[files]", "extra"),
        ("deadline = 1.0", "dead_line = 1.0", "server.deadline"),
        ("deadline = 1.0", "deadline = 1.0\nport = 1", "server.port"),
        ("deadline = 1.0", "deadline = 1", "server.deadline"),
        ("deadline = 1.0", "deadline = 0.0", "server.deadline"),
        ("deadline = 1.0", "deadline = nan", "server.deadline"),
        ("hsts = false", 'hsts = "no"', "server.hsts"),
        ("text_reserve = 1048576", "text_reserve = true", "server.text_reserve"),
        ("text_reserve = 1048576", "text_reserve = -1", "server.text_reserve"),
        ('release = "at-once"', 'release = "daily"', "server.release"),
        ('origins = ["http://127.0.0.1:8000"]', "origins = []", "server.origins"),
        ('origins = ["http://127.0.0.1:8000"]', 'origins = "http://x"', "server.origins"),
        ('origins = ["http://127.0.0.1:8000"]', 'origins = ["null"]', "server.origins"),
        ('origins = ["http://127.0.0.1:8000"]', 'origins = ["http://x/"]', "server.origins"),
        ('origins = ["http://127.0.0.1:8000"]', 'origins = ["http://X"]', "server.origins"),
        ('origins = ["http://127.0.0.1:8000"]', 'origins = ["http://u@x"]', "server.origins"),
        ('origins = ["http://127.0.0.1:8000"]', 'origins = ["http://"]', "server.origins"),
        ('onion = ""', 'onion = "http://example.org"', "server.onion"),
        ('office_header = "X-WBS-Network: office"', 'office_header = "X-WBS"', "server.office_header"),
        ('exit_url = "https://example.org/"', 'exit_url = "javascript:x"', "server.exit_url"),
        ("workers = 2", "workers = 0", "reporter.workers"),
        # An upload would take the only one.
        ("threads = 8", "threads = 1", "reporter.threads"),
        ('listen = "127.0.0.1:8000"', 'listen = "8000"', "reporter.listen"),
        ('office = "office.toml"', 'office = "none.toml"', "files.office"),
        ('pin = "pin.json"', 'pin = "office.toml"', "files.pin"),
        ('office = "office.toml"', 'office = "pin.json"', "files.office"),
        ("[server]", "[server", "wbs.toml"),
    ],
)
def test_a_fault_is_named_by_its_key(write: Callable[..., Path], old: str, new: str, key: str) -> None:
    with pytest.raises(SettingsError, match=rf"^{key}: "):
        load(write(old, new), {})


def test_a_missing_file_is_a_settings_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^config: "):
        load(tmp_path / "none.toml", {})
