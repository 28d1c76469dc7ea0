"""The portal's settings: one TOML file, and two overrides from the environment.

``wbs.toml`` names folders and files relative to itself. A key that is unknown, missing or ill-formed is
refused by its name: a mistyped security setting must not fall back to a default. The environment may set
``WBS_DATA`` (server.data) and ``WBS_DATABASE`` (server.database, whose URL may hold a password).
"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar
from urllib.parse import urlsplit

from wbs.cases.errors import OfficeError
from wbs.cases.office import Office
from wbs.letters.errors import FormatError
from wbs.letters.pin import Pin
from wbs.store import shape
from wbs.store.session import Limits, Store

Release = Literal["half-day", "at-once"]

#: What the environment may set.
OVERRIDES = ("WBS_DATA", "WBS_DATABASE")

_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]*): ([!-~]{1,64})")
_LISTEN = re.compile(r"(?:[0-9.]+|\[[0-9a-f:]+\]):[0-9]{1,5}|unix:/\S+")


class SettingsError(Exception):
    """The settings cannot be used; the message begins with the key at fault."""


@dataclass(frozen=True)
class ReporterServer:
    """Where and how wide the reporter's server runs; ``listen`` is ``address:port`` or ``unix:/path``."""

    listen: str
    workers: int
    threads: int


@dataclass(frozen=True)
class CourierServer:
    """The staff's server; ``secret`` is a file of 32 bytes as hex, mode 0600."""

    listen: str
    origins: tuple[str, ...]
    secret: Path


@dataclass(frozen=True)
class Settings:
    """Everything an installation decides, read once at the start.

    ``origins``: what a browser may send as Origin, the public one first; an onion service's is added.
    ``deadline``: seconds after which a status page answers. ``office_header``: name and value by which the
    front end marks a visit from an office network; None where nobody does.
    """

    data: Path
    database: str = field(repr=False)
    origins: tuple[str, ...]
    onion: str
    deadline: float
    release: Release
    text_reserve: int
    hsts: bool
    office_header: tuple[str, str] | None
    exit_url: str
    demo: bool
    reporter: ReporterServer
    courier: CourierServer
    office: Office
    pin: Pin

    @property
    def allowed_origins(self) -> frozenset[str]:
        """Every Origin from which a form of ours may come."""
        return frozenset((*self.origins, self.onion) if self.onion else self.origins)


def load(path: Path, environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; SettingsError names the key, or the file, at fault."""
    folder = path.resolve().parent
    try:
        values = tomllib.loads(_bytes(path, "config").decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path.name}: is not TOML: {error}") from None
    server, reporter, courier, files = (
        _Section(values, name) for name in ("server", "reporter", "courier", "files")
    )
    if values:
        raise SettingsError(f"{min(values)}: is no section")
    written_data, written_database = server.text("data"), server.text("database")
    other_data, other_database = map(environ.get, OVERRIDES)
    data = folder / (other_data or written_data)
    database = other_database or written_database
    settings = Settings(
        data=data,
        database=database or f"sqlite:///{data / 'wbs.sqlite'}",
        origins=server.origins("origins"),
        onion=server.onion("onion"),
        deadline=server.seconds("deadline"),
        release=server.release("release"),
        text_reserve=server.number("text_reserve", 0, 2**50),
        hsts=server.flag("hsts"),
        office_header=server.header("office_header"),
        exit_url=server.address("exit_url"),
        demo=server.flag("demo"),
        reporter=ReporterServer(
            listen=reporter.listen("listen"),
            workers=reporter.number("workers", 1, 64),
            # One takes uploads, the other is left for text.
            threads=reporter.number("threads", 2, 256),
        ),
        courier=CourierServer(
            listen=courier.listen("listen"),
            origins=courier.origins("origins"),
            secret=folder / courier.text("secret"),
        ),
        office=_office(folder / files.text("office")),
        pin=_pin(folder / files.text("pin")),
    )
    for section in (server, reporter, courier, files):
        section.close()
    return settings


def open_store(settings: Settings) -> Store:
    """Open the store that the settings name."""
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    limits = Limits(
        largest=shape.largest_sealed(settings.office.limits.message_bytes),
        daily_budget=settings.office.limits.daily_bytes,
        text_reserve=settings.text_reserve,
    )
    return Store(settings.database, settings.data, settings.office.zone, limits)


_T = TypeVar("_T", bool, int, float, str, list[object])


class _Section:
    """One table of the file; each key is taken once, and ``close`` refuses what is left."""

    def __init__(self, values: dict[str, object], name: str) -> None:
        table = values.pop(name, None)
        if not isinstance(table, dict):
            raise SettingsError(f"{name}: the section is missing")
        self._left: dict[str, object] = dict(table)
        self._name = name

    def close(self) -> None:
        if self._left:
            raise self._error(min(self._left), "is no setting")

    def text(self, key: str) -> str:
        return self._take(key, str, "must be text")

    def flag(self, key: str) -> bool:
        return self._take(key, bool, "must be true or false")

    def number(self, key: str, least: int, most: int) -> int:
        number = self._take(key, int, "must be a whole number")
        if isinstance(number, bool) or not least <= number <= most:
            raise self._error(key, f"must lie between {least} and {most}")
        return number

    def seconds(self, key: str) -> float:
        seconds = self._take(key, float, "must be seconds with a decimal point, like 1.0")
        if not 0.05 <= seconds <= 10:
            raise self._error(key, "must lie between 0.05 and 10")
        return seconds

    def release(self, key: str) -> Release:
        match self.text(key):
            case "half-day":
                return "half-day"
            case "at-once":
                return "at-once"
        raise self._error(key, 'must be "half-day" or "at-once"')

    def origins(self, key: str) -> tuple[str, ...]:
        origins = self._take(key, list, "must be a list")
        if not origins:
            raise self._error(key, "must name at least one origin")
        return tuple(self._origin(key, origin) for origin in origins)

    def onion(self, key: str) -> str:
        text = self.text(key)
        if text and not (self._origin(key, text) == text and text.endswith(".onion")):
            raise self._error(key, "must be an origin that ends in .onion, or empty")
        return text

    def header(self, key: str) -> tuple[str, str] | None:
        text = self.text(key)
        match = _HEADER.fullmatch(text)
        if text and match is None:
            raise self._error(key, 'must be written "Name: value", or be empty')
        return (match[1], match[2]) if match else None

    def address(self, key: str) -> str:
        text = self.text(key)
        if not re.fullmatch(r"https?://[!-~]+", text):
            raise self._error(key, "must be an address that begins with https://")
        return text

    def listen(self, key: str) -> str:
        text = self.text(key)
        if not _LISTEN.fullmatch(text):
            raise self._error(key, "must be address:port or unix:/path")
        return text

    def _origin(self, key: str, origin: object) -> str:
        parts = urlsplit(origin) if isinstance(origin, str) else None
        if (
            parts is None
            or parts.scheme not in ("http", "https")
            or origin != f"{parts.scheme}://{parts.netloc}"
        ):
            raise self._error(
                key, "must be written as browsers send it, like https://host or http://host:8000"
            )
        if parts.netloc != parts.netloc.lower() or "@" in parts.netloc or not parts.netloc:
            raise self._error(key, "must name a host in lower case")
        return f"{parts.scheme}://{parts.netloc}"

    def _take(self, key: str, kind: type[_T], complaint: str) -> _T:
        if key not in self._left:
            raise self._error(key, "is missing")
        value = self._left.pop(key)
        if not isinstance(value, kind):
            raise self._error(key, complaint)
        return value

    def _error(self, key: str, complaint: str) -> SettingsError:
        return SettingsError(f"{self._name}.{key}: {complaint}")


def _bytes(path: Path, key: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SettingsError(f"{key}: {path.name} cannot be read: {error.strerror}") from None


def _office(path: Path) -> Office:
    try:
        return Office.parse(_bytes(path, "files.office"))
    except OfficeError as error:
        raise SettingsError(f"files.office: {error}") from None


def _pin(path: Path) -> Pin:
    try:
        return Pin.decode(_bytes(path, "files.pin"))
    except FormatError as error:
        raise SettingsError(f"files.pin: {error}") from None
