"""The journal keeps every record that was said to be saved, and no other."""

import errno
import io
import os
from pathlib import Path
from typing import Self

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wbs.desk.errors import ShelfError
from wbs.desk.journal import Journal
from wbs.letters.canonical import Value

KEY = bytes(range(32))


def records(count: int) -> list[Value]:
    return [{"op": "test", "number": number} for number in range(count)]


def filled(path: Path, count: int = 3) -> Journal:
    journal = Journal(path, KEY)
    for record in records(count):
        journal.append(record)
    return journal


def test_records_come_back_in_order(tmp_path: Path) -> None:
    filled(tmp_path / "journal")
    again = Journal(tmp_path / "journal", KEY)
    assert list(again) == records(3)
    assert not again.torn


def test_nothing_readable_lies_on_the_disk(tmp_path: Path) -> None:
    Journal(tmp_path / "journal", KEY).append({"op": "secret-canary"})
    assert b"canary" not in (tmp_path / "journal").read_bytes()


def test_two_copies_that_go_on_apart_never_share_a_key(tmp_path: Path) -> None:
    filled(tmp_path / "a")
    (tmp_path / "b").write_bytes((tmp_path / "a").read_bytes())
    start = (tmp_path / "a").stat().st_size
    Journal(tmp_path / "a", KEY).append({"op": "same"})
    Journal(tmp_path / "b", KEY).append({"op": "same"})
    one, two = (tmp_path / name for name in "ab")
    assert one.read_bytes()[start:] != two.read_bytes()[start:]


def test_a_torn_last_record_is_dropped_and_said(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    filled(path, 2)
    whole = path.read_bytes()
    filled_three = Journal(path, KEY)
    filled_three.append({"op": "third"})
    third = path.read_bytes()
    for cut in range(len(whole) + 1, len(third)):
        path.write_bytes(third[:cut])
        again = Journal(path, KEY)
        assert again.torn
        assert list(again) == records(2)
        assert path.read_bytes() == whole


def test_a_last_record_of_which_only_the_length_reached_the_disk_is_dropped(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    filled(path, 2)
    whole = path.read_bytes()
    Journal(path, KEY).append({"op": "third", "text": "x" * 500})
    third = path.read_bytes()
    for start in (len(whole) + 8, len(third) - 100, len(third) - 16):
        path.write_bytes(third[:start] + bytes(len(third) - start))
        again = Journal(path, KEY)
        assert again.torn
        assert list(again) == records(2)
        assert path.read_bytes() == whole


@pytest.mark.parametrize("zeros", [1, 3, 8, 100, 5_000])
def test_zeros_where_a_record_was_to_stand_are_dropped(tmp_path: Path, zeros: int) -> None:
    path = tmp_path / "journal"
    Journal(path, KEY).append({"n": 1})
    whole = path.read_bytes()
    path.write_bytes(whole + bytes(zeros))
    again = Journal(path, KEY)
    assert again.torn
    assert list(again) == [{"n": 1}]
    assert path.read_bytes() == whole


def test_zeros_in_a_record_that_is_not_the_last_are_damage(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    filled(path, 1)
    end = path.stat().st_size
    Journal(path, KEY).append({"op": "second"})
    data = path.read_bytes()
    path.write_bytes(data[: end - 16] + bytes(16) + data[end:])
    with pytest.raises(ShelfError, match="rusak"):
        Journal(path, KEY)


def test_a_record_changed_left_out_or_moved_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    ends = [0]
    journal = Journal(path, KEY)
    for number in range(3):
        journal.append({"op": "test", "number": number})
        ends.append(path.stat().st_size)
    data = path.read_bytes()
    first, second, third = (data[ends[i] : ends[i + 1]] for i in range(3))
    spoilt = second[:-1] + bytes([second[-1] ^ 1])
    for wrong in (second + third, first + third, second + first + third, first + spoilt + third):
        path.write_bytes(wrong)
        with pytest.raises(ShelfError, match="rusak"):
            Journal(path, KEY)


@given(position=st.integers(min_value=0), bit=st.integers(0, 7))
def test_a_flipped_bit_is_never_read(
    tmp_path_factory: pytest.TempPathFactory, position: int, bit: int
) -> None:
    path = tmp_path_factory.mktemp("flip") / "journal"
    journal = Journal(path, KEY)
    journal.append({"op": "one"})
    size = path.stat().st_size
    data = bytearray(path.read_bytes())
    data[position % size] ^= 1 << bit
    path.write_bytes(data)
    with pytest.raises(ShelfError):
        Journal(path, KEY)


def test_a_spoilt_length_is_damage_and_cuts_nothing_off(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    filled(path)
    data = bytearray(path.read_bytes())
    data[2] ^= 0x40
    path.write_bytes(data)
    with pytest.raises(ShelfError, match="rusak"):
        Journal(path, KEY)
    assert path.read_bytes() == data


def test_a_record_that_could_not_be_read_back_is_refused(tmp_path: Path) -> None:
    journal = filled(tmp_path / "journal", 1)
    with pytest.raises(ShelfError, match="terlalu besar"):
        journal.append({"op": "x" * (1 << 24)})
    assert list(Journal(tmp_path / "journal", KEY)) == records(1)


def test_another_key_is_named(tmp_path: Path) -> None:
    filled(tmp_path / "journal")
    with pytest.raises(ShelfError, match="meja lain"):
        Journal(tmp_path / "journal", bytes(32))


def test_a_full_disk_saves_nothing_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "journal"
    journal = filled(path, 1)
    before = path.read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    record: dict[str, Value] = {"op": "lost"}
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(ShelfError, match="Tidak ada yang tersimpan"):
            journal.append(record)
    assert path.read_bytes() == before
    journal.append(record)
    assert list(Journal(path, KEY)) == [*records(1), record]


def test_what_could_not_even_be_taken_back_stands_before_no_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "journal"
    journal = filled(path, 1)

    class Failing:
        """A file on a disk that takes half of a record, and then nothing more."""

        def __init__(self, path: Path) -> None:
            self._sink = io.FileIO(path, "r+")
            self._failed = False

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_error: object) -> None:
            self._sink.close()

        def seek(self, *where: int) -> int:
            return self._sink.seek(*where)

        def truncate(self, size: int) -> int:
            if self._failed:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            return self._sink.truncate(size)

        def write(self, data: bytes) -> int:
            self._failed = True
            return self._sink.write(data[: len(data) // 2])

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", lambda self, *_mode, **_more: Failing(self))
        with pytest.raises(ShelfError, match="Tidak ada yang tersimpan"):
            journal.append({"op": "lost"})
    record: dict[str, Value] = {"op": "saved"}
    journal.append(record)
    again = Journal(path, KEY)
    assert list(again) == [*records(1), record]
    assert not again.torn


def test_a_journal_that_was_cut_behind_its_back_takes_no_more(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    journal = filled(path, 2)
    os.truncate(path, path.stat().st_size - 1)
    with pytest.raises(ShelfError, match="Tidak ada yang tersimpan"):
        journal.append({"op": "more"})
    assert list(Journal(path, KEY)) == records(1)


def test_a_journal_goes_on_from_a_mark(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    journal = Journal(path, KEY)
    marks = [journal.mark]
    for record in records(3):
        journal.append(record)
        marks.append(journal.mark)
    for number, mark in enumerate(marks):
        again = Journal(path, KEY, since=mark)
        assert (again.resumed, list(again), again.mark) == (True, records(3)[number:], marks[-1])
        again.append({"op": "more"})
        assert list(Journal(path, KEY)) == [*records(3), {"op": "more"}]
        path.write_bytes(path.read_bytes()[: marks[-1].size])


def test_a_journal_that_begins_otherwise_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    journal = Journal(path, KEY)
    for record in records(2):
        journal.append(record)
    mark = journal.mark
    data = path.read_bytes()
    # Shorter than the mark: as a copy that was made before.
    first = int.from_bytes(data[:4], "big") + 8
    path.write_bytes(data[:first])
    again = Journal(path, KEY, since=mark)
    assert (again.resumed, list(again)) == (False, records(1))
    # Another one of the same length: damage is found as without a mark.
    path.write_bytes(data[:20] + bytes([data[20] ^ 1]) + data[21:])
    with pytest.raises(ShelfError, match="rusak"):
        Journal(path, KEY, since=mark)
