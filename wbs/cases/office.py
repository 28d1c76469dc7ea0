"""The office's settings: everything about the ministry that is not code, from one TOML file.

The SHA-256 of the file stands in the keyring, so that readers and the portal go by what the roots signed.
"""

import hashlib
import ipaddress
import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from importlib import resources
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from wbs.cases.channel import Channel, read_channels
from wbs.cases.clocks import Clocks, read_clocks
from wbs.cases.errors import OfficeError
from wbs.cases.holidays import HolidayYear, read_years
from wbs.cases.limits import Limits, read_limits
from wbs.cases.ready import ACKNOWLEDGEMENT, ReadyReply, read_replies
from wbs.cases.strict import Table
from wbs.cases.taxonomy import Violation, read_violations
from wbs.cases.text import Text
from wbs.cases.workdays import WorkingDays

__all__ = ["ACKNOWLEDGEMENT", "Channel", "HolidayYear", "Office", "ReadyReply", "default_toml"]

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# The zones of the three Indonesian times; WIB, WITA and WIT are what people call them.
ZONES: Final = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


@dataclass(frozen=True)
class Office:
    """Everything that is a setting of the office. Made by `parse` or `default` only."""

    name: Text
    operator: Text
    zone: ZoneInfo
    clocks: Clocks
    limits: Limits
    networks: tuple[Network, ...]
    years: tuple[HolidayYear, ...]
    channels: tuple[Channel, ...]
    violations: tuple[Violation, ...]
    replies: tuple[ReadyReply, ...]
    hash: bytes = field(repr=False)

    @classmethod
    def parse(cls, toml: bytes) -> "Office":
        """Read the settings. Raises OfficeError naming a key that is unknown, missing or ill-formed."""
        try:
            values = tomllib.loads(toml.decode())
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise OfficeError("file", f"is not TOML: {error}") from None
        root = Table(values)
        channels, clocks = read_channels(root), read_clocks(root.table("clocks"))
        office = cls(
            name=root.text("name"),
            operator=root.text("operator"),
            zone=_zone(root),
            clocks=clocks,
            limits=read_limits(root.table("limits")),
            networks=_networks(root),
            years=read_years(root),
            channels=channels,
            violations=read_violations(root, {channel.key for channel in channels}),
            replies=read_replies(root, clocks),
            hash=hashlib.sha256(toml).digest(),
        )
        root.close()
        return office

    @classmethod
    def default(cls) -> "Office":
        """The packaged settings."""
        return cls.parse(default_toml())

    @property
    def zone_name(self) -> str:
        """WIB, WITA or WIT."""
        return ZONES[self.zone.key]

    @property
    def bodies(self) -> tuple[Channel, ...]:
        """The outside bodies: where to turn when no reader may be trusted, and whom cases are referred to."""
        return tuple(channel for channel in self.channels if channel.outside)

    @property
    def holidays(self) -> dict[date, str]:
        """Every day off with its name, collective leave included."""
        return {
            day: name
            for year in self.years
            for days in (year.national, year.leave)
            for day, name in days.items()
        }

    @cached_property
    def calendar(self) -> WorkingDays:
        return WorkingDays(self.holidays, {year.year for year in self.years if not year.provisional})

    def channel(self, key: str) -> Channel:
        """Raises OfficeError for a key that the settings do not list."""
        return _find(self.channels, key, "channel")

    def reply(self, key: str) -> ReadyReply:
        """Raises OfficeError for a key that the settings do not list."""
        return _find(self.replies, key, "reply")

    def violation(self, number: int) -> Violation | None:
        return next((violation for violation in self.violations if violation.number == number), None)


def default_toml() -> bytes:
    """The bytes of the packaged settings, for a ceremony to copy and change."""
    return resources.files("wbs").joinpath("office.toml").read_bytes()


_Keyed = TypeVar("_Keyed", Channel, ReadyReply)


def _find(items: tuple[_Keyed, ...], key: str, kind: str) -> _Keyed:
    for item in items:
        if item.key == key:
            return item
    raise OfficeError(f"{kind}.{key}", "is missing")


def _zone(root: Table) -> ZoneInfo:
    name = root.string("zone")
    if name not in ZONES:
        raise OfficeError("zone", f"must be one of {', '.join(ZONES)}")
    return ZoneInfo(name)


def _networks(root: Table) -> tuple[Network, ...]:
    networks: list[Network] = []
    for number, text in enumerate(root.strings("networks"), 1):
        try:
            networks.append(ipaddress.ip_network(text))
        except ValueError:
            raise OfficeError(f"networks[{number}]", "must be a network like 192.0.2.0/24") from None
    return tuple(networks)
