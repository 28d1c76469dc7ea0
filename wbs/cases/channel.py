"""Where else to turn: the doors for complaints that the front door sends people to."""

from dataclasses import dataclass
from typing import Final

from wbs.cases.errors import OfficeError
from wbs.cases.strict import Table, unique
from wbs.cases.text import Text

REQUIRED_CHANNELS: Final = frozenset(
    {"helpdesk", "lapor-menaker", "sp4n", "upg", "kpk", "lpsk", "police", "ombudsman"}
)
"""Channels that the front door (*Saring*) sends people to by key."""


@dataclass(frozen=True)
class Channel:
    """A door for complaints. `outside`: not the ministry's own. `url`: text to read, empty where unsure."""

    key: str
    name: Text
    purpose: Text
    contact: Text
    url: str
    outside: bool


def read_channels(root: Table) -> tuple[Channel, ...]:
    """Every `[[channel]]`, the required ones among them. Raises OfficeError."""
    channels = []
    for table in root.tables("channel"):
        channels.append(
            Channel(
                key=table.key(),
                name=table.text("name"),
                purpose=table.text("purpose"),
                contact=table.text("contact"),
                url=table.string("url", empty=True),
                outside=table.boolean("outside"),
            )
        )
        table.close()
    keys = unique("channel", (channel.key for channel in channels))
    for key in sorted(REQUIRED_CHANNELS - keys):
        raise OfficeError(f"channel.{key}", "is missing")
    return tuple(channels)
