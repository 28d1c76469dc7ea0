"""The office's settings: everything about the ministry that is not code, from one TOML file.

The SHA-256 of the file stands in the keyring, so that readers and the portal go by what the roots signed.
"""

import hashlib
import ipaddress
import re
import tomllib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property
from importlib import resources
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from wbs.cases.clocks import Clocks
from wbs.cases.errors import IllegalTransition, OfficeError
from wbs.cases.lifecycle import Outcome, State, check_outcome
from wbs.cases.strict import Table
from wbs.cases.taxonomy import Class, Violation
from wbs.cases.text import Text
from wbs.cases.workdays import WorkingDays

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

ACKNOWLEDGEMENT: Final = "acknowledgement"
"""Key of the ready reply that a desk sends by itself on first opening a case."""

REQUIRED_CHANNELS: Final = frozenset(
    {"helpdesk", "lapor-menaker", "sp4n", "upg", "kpk", "lpsk", "police", "ombudsman"}
)
"""Channels that the front door (*Saring*) sends people to by key."""

READY_TEXT_BYTES: Final = 1_200
"""A ready text stays below this in either language, so that a reply made of it always fits its slot."""

# The zones of the three Indonesian times; WIB, WITA and WIT are what people call them.
ZONES: Final = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}

_KEY: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Attachments are numbered 01 to 99 in a letter.
_MOST_FILES: Final = 99


@dataclass(frozen=True)
class Channel:
    """A door for complaints. `outside`: not the ministry's own. `url`: text to read, empty where unsure."""

    key: str
    name: Text
    purpose: Text
    contact: Text
    url: str
    outside: bool


@dataclass(frozen=True)
class ReadyReply:
    """A ready text for replies, with the state (and outcome) it goes with; None: the case stays as it is."""

    key: str
    state: State | None
    outcome: Outcome | None
    text: Text


@dataclass(frozen=True)
class HolidayYear:
    """Days off of one year by decree. `provisional`: not decreed yet, only fixed dates are listed."""

    year: int
    source: str
    provisional: bool
    national: dict[date, str]
    leave: dict[date, str]


@dataclass(frozen=True)
class Limits:
    """What one message may carry, and what all letters above the size of a text may take a day, in bytes."""

    files: int
    file_bytes: int
    message_bytes: int
    daily_bytes: int


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
        channels, clocks = _channels(root), _clocks(root.table("clocks"))
        office = cls(
            name=root.text("name"),
            operator=root.text("operator"),
            zone=_zone(root),
            clocks=clocks,
            limits=_limits(root.table("limits")),
            networks=_networks(root),
            years=_years(root),
            channels=channels,
            violations=_violations(root, {channel.key for channel in channels}),
            replies=_replies(root, clocks),
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

    def is_office_network(self, address: str) -> bool:
        """Whether the address lies in one of the office's networks; text that is no address does not."""
        try:
            ip = ipaddress.ip_address(address)
        except ValueError:
            return False
        if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
        return any(ip in network for network in self.networks)


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


def _clocks(table: Table) -> Clocks:
    clocks = Clocks(
        opening_workdays=table.integer("opening_workdays"),
        acknowledgement_days=table.integer("acknowledgement_days"),
        review_workdays=table.integer("review_workdays"),
        answer_days=table.integer("answer_days"),
        completion_days=table.integer("completion_days"),
        reminder_days=table.integer("reminder_days"),
        decision_workdays=table.integer("decision_workdays"),
        feedback_months=table.integer("feedback_months"),
        retaliation_months=table.integers("retaliation_months"),
        return_days=table.integer("return_days"),
        silence_days=table.integer("silence_days"),
    )
    if clocks.reminder_days >= clocks.completion_days:
        raise OfficeError(table.where("reminder_days"), "must be less than completion_days")
    if list(clocks.retaliation_months) != sorted(set(clocks.retaliation_months)):
        raise OfficeError(table.where("retaliation_months"), "must rise")
    table.close()
    return clocks


def _limits(table: Table) -> Limits:
    limits = Limits(
        files=table.integer("files"),
        file_bytes=table.integer("file_bytes"),
        message_bytes=table.integer("message_bytes"),
        daily_bytes=table.integer("daily_bytes"),
    )
    if limits.files > _MOST_FILES:
        raise OfficeError(table.where("files"), f"must be at most {_MOST_FILES}")
    if not limits.file_bytes <= limits.message_bytes <= limits.daily_bytes:
        raise OfficeError(table.where("message_bytes"), "must lie between file_bytes and daily_bytes")
    table.close()
    return limits


def _networks(root: Table) -> tuple[Network, ...]:
    networks: list[Network] = []
    for number, text in enumerate(root.strings("networks"), 1):
        try:
            networks.append(ipaddress.ip_network(text))
        except ValueError:
            raise OfficeError(f"networks[{number}]", "must be a network like 192.0.2.0/24") from None
    return tuple(networks)


def _years(root: Table) -> tuple[HolidayYear, ...]:
    years = []
    for table in root.tables("holidays"):
        year = HolidayYear(
            year=table.integer("year", 2000),
            source=table.string("source"),
            provisional=table.boolean("provisional"),
            national=table.days("national"),
            leave=table.days("leave"),
        )
        for day in (*year.national, *year.leave):
            if day.year != year.year:
                raise OfficeError(table.where(day.isoformat()), f"does not lie in {year.year}")
        table.close()
        years.append(year)
    _unique("holidays", (str(year.year) for year in years))
    return tuple(years)


def _key(table: Table) -> str:
    key = table.string("key")
    if not _KEY.fullmatch(key):
        raise OfficeError(table.where("key"), "must be made of a-z, 0-9 and hyphens")
    return key


def _channels(root: Table) -> tuple[Channel, ...]:
    channels = []
    for table in root.tables("channel"):
        channels.append(
            Channel(
                key=_key(table),
                name=table.text("name"),
                purpose=table.text("purpose"),
                contact=table.text("contact"),
                url=table.string("url", empty=True),
                outside=table.boolean("outside"),
            )
        )
        table.close()
    keys = _unique("channel", (channel.key for channel in channels))
    for key in sorted(REQUIRED_CHANNELS - keys):
        raise OfficeError(f"channel.{key}", "is missing")
    return tuple(channels)


def _violations(root: Table, channels: set[str]) -> tuple[Violation, ...]:
    violations = []
    for table in root.tables("violation"):
        cls = table.string("class")
        if cls not in set(Class):
            raise OfficeError(table.where("class"), f"must be one of {', '.join(Class)}")
        violation = Violation(
            number=table.integer("number"),
            name=table.text("name"),
            cls=Class(cls),
            competent=table.strings("competent"),
            smap=table.boolean("smap"),
            priority=table.boolean("priority"),
        )
        for key in violation.competent:
            if key not in channels:
                raise OfficeError(table.where("competent"), f"names no channel: {key}")
        table.close()
        violations.append(violation)
    _unique("violation", (str(violation.number) for violation in violations))
    return tuple(violations)


def _replies(root: Table, clocks: Clocks) -> tuple[ReadyReply, ...]:
    replies = []
    for table in root.tables("reply"):
        state, outcome = _step(table)
        replies.append(ReadyReply(_key(table), state, outcome, _ready_text(table, clocks)))
        table.close()
    if ACKNOWLEDGEMENT not in _unique("reply", (reply.key for reply in replies)):
        raise OfficeError(f"reply.{ACKNOWLEDGEMENT}", "is missing")
    return tuple(replies)


def _step(table: Table) -> tuple[State | None, Outcome | None]:
    state, outcome = table.optional_string("state"), table.optional_string("outcome")
    if state is not None and state not in set(State):
        raise OfficeError(table.where("state"), f"is no state: {state}")
    if outcome is not None and (state is None or outcome not in set(Outcome)):
        raise OfficeError(table.where("outcome"), f"is no outcome of a state: {outcome}")
    step = State(state) if state else None, Outcome(outcome) if outcome else None
    try:
        if step[0] is not None:
            check_outcome(step[0], step[1])
    except IllegalTransition as error:
        raise OfficeError(table.where("outcome"), str(error)) from None
    return step


def _ready_text(table: Table, clocks: Clocks) -> Text:
    """The text with `{name of a clock}` filled in, so that a sentence cannot promise another length."""
    filled = []
    for text in table.text("text"):
        for name, length in asdict(clocks).items():
            text = text.replace(f"{{{name}}}", str(length))
        if "{" in text or "}" in text:
            raise OfficeError(table.where("text"), "names a clock that is not known")
        if len(text.encode()) > READY_TEXT_BYTES:
            raise OfficeError(table.where("text"), f"must be at most {READY_TEXT_BYTES} bytes")
        filled.append(text)
    return Text(*filled)


def _unique(where: str, keys: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise OfficeError(f"{where}.{key}", "stands twice")
        seen.add(key)
    return seen
