"""A checkpoint: the journal, folded, as bytes, so that unlocking opens only what was appended since.

``length[4] ‖ head``, canonical where it is JSON, then tables of fixed rows, whose lengths the head tells:
letters that arrived (hash, half-day, import), letters written here (hash, day), slots (r, case, reply, day,
seen), letters shown (hash, day). Days are proleptic Gregorian ordinals, 0 for none.
"""

import dataclasses
import json
import struct
from collections.abc import Iterator
from datetime import date
from typing import Any

from wbs.desk.state import OPERATION, Imported, QueuedSlot, State, WrittenSlot
from wbs.letters.halfday import HalfDay

# What a state is made of: a checkpoint of another make is none of ours.
FIELDS = ",".join(each.name for each in dataclasses.fields(State))

_LENGTH = 4
_ARRIVED = struct.Struct("<32sII")
_DAY = struct.Struct("<32sI")
_SLOT = struct.Struct("<16s32s32sI?")


def pack(state: State) -> bytes:
    """Write a state."""
    half_days = list(dict.fromkeys(state.arrived.values()))
    numbers = {half_day: number for number, half_day in enumerate(half_days)}
    imports = {id(each): each for each in state.brought.values()}
    places = {key: number for number, key in enumerate(imports)}
    tables = [
        b"".join(
            _ARRIVED.pack(drop, numbers[half_day], places[id(state.brought[drop])])
            for drop, half_day in state.arrived.items()
        ),
        b"".join(_DAY.pack(drop, day.toordinal()) for drop, day in state.written.items()),
        b"".join(
            _SLOT.pack(each.slot.r, each.slot.case, each.slot.reply, each.day.toordinal(), each.seen)
            for each in state.slots.values()
        ),
        b"".join(_DAY.pack(letter, day.toordinal() if day else 0) for letter, day in state.shown.items()),
    ]
    head = json.dumps(
        {
            "half_days": [str(each) for each in half_days],
            "imports": [OPERATION.write(each) for each in imports.values()],
            "lengths": [len(table) for table in tables],
            "saved": [OPERATION.write(each) for each in state.saved],
            "keyring_seen": state.keyring_seen,
            "collected": _text(state.collected),
            "latest": _text(state.latest),
            "packed": OPERATION.write(state.packed) if state.packed is not None else None,
            "carried": [each.hex() for each in state.carried],
            "backed_up": _text(state.backed_up),
            "restored": state.restored,
            "volumes": [(_text(since), str(until), list(of)) for (since, until), of in state.volumes.items()],
        }
    ).encode()
    return len(head).to_bytes(_LENGTH, "big") + head + b"".join(tables)


def unpack(data: memoryview) -> State:
    """Read what ``pack`` wrote."""
    end = _LENGTH + int.from_bytes(data[:_LENGTH], "big")
    head: dict[str, Any] = json.loads(bytes(data[_LENGTH:end]))
    arrived, written, slots, shown = _tables(data[end:], head["lengths"])
    half_days = [HalfDay.parse(each) for each in head["half_days"]]
    imports: list[Imported] = [OPERATION.read(each) for each in head["imports"]]
    days = _Days()
    state = State(
        written={drop: days[day] for drop, day in _DAY.iter_unpack(written)},
        shown={letter: days[day] if day else None for letter, day in _DAY.iter_unpack(shown)},
        saved=[OPERATION.read(each) for each in head["saved"]],
        keyring_seen=head["keyring_seen"],
        collected=_half_day(head["collected"]),
        latest=_half_day(head["latest"]),
        packed=OPERATION.read(head["packed"]) if head["packed"] is not None else None,
        carried={bytes.fromhex(each) for each in head["carried"]},
        backed_up=date.fromisoformat(head["backed_up"]) if head["backed_up"] is not None else None,
        restored=head["restored"],
    )
    for since, until, of in head["volumes"]:
        state.volumes[_half_day(since), HalfDay.parse(until)] = set(of)
    for drop, half_day, place in _ARRIVED.iter_unpack(arrived):
        state.arrived[drop] = half_days[half_day]
        state.brought[drop] = imports[place]
    for r, case, reply, day, seen in _SLOT.iter_unpack(slots):
        state.slots[r] = WrittenSlot(QueuedSlot(r, case, reply), days[day], seen)
    return state


class _Days(dict[int, date]):
    """Dates by ordinal, each made once."""

    def __missing__(self, ordinal: int) -> date:
        self[ordinal] = date.fromordinal(ordinal)
        return self[ordinal]


def _tables(data: memoryview, lengths: list[int]) -> Iterator[memoryview]:
    start = 0
    for length in lengths:
        yield data[start : start + length]
        start += length


def _text(value: date | HalfDay | None) -> str | None:
    return str(value) if value is not None else None


def _half_day(text: str | None) -> HalfDay | None:
    return HalfDay.parse(text) if text is not None else None
