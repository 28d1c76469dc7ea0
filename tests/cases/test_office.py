"""The office's settings: what is packaged is right, and what is wrong is refused by name."""

import hashlib
import re
from datetime import date

import pytest

from wbs.cases.errors import OfficeError
from wbs.cases.lifecycle import State
from wbs.cases.office import ACKNOWLEDGEMENT, Office, default_toml
from wbs.cases.taxonomy import Class

TOML = default_toml().decode()


def changed(old: str, new: str) -> bytes:
    assert old in TOML
    return TOML.replace(old, new, 1).encode()


def refused(toml: bytes) -> str:
    with pytest.raises(OfficeError) as caught:
        Office.parse(toml)
    assert caught.value.key in str(caught.value)
    return caught.value.key


def test_default_settings_hold_the_nineteen_violations() -> None:
    office = Office.default()
    assert [violation.number for violation in office.violations] == list(range(1, 20))
    assert {v.number for v in office.violations if v.smap} == {1, 2, 3}
    assert [v.number for v in office.violations if v.priority] == [18]
    assert {v.number for v in office.violations if v.cls is Class.CORRUPTION} == set(range(1, 9))
    assert office.violation(18) is office.violations[17]
    assert office.violation(20) is None


def test_hash_is_of_the_files_bytes() -> None:
    assert Office.default().hash == hashlib.sha256(default_toml()).digest()
    assert Office.parse(default_toml() + b"\n").hash != Office.default().hash


def test_decreed_years_have_the_decrees_number_of_days() -> None:
    counts = {y.year: (len(y.national), len(y.leave), y.provisional) for y in Office.default().years}
    assert counts == {2025: (17, 11, False), 2026: (17, 8, False), 2027: (5, 0, True)}


def test_collective_leave_never_falls_on_a_weekend() -> None:
    assert all(day.weekday() < 5 for year in Office.default().years for day in year.leave)


def test_calendar_knows_holidays_and_which_years_are_settled() -> None:
    calendar = Office.default().calendar
    assert not calendar.is_working(date(2026, 3, 24))
    assert calendar.is_working(date(2026, 3, 25))
    assert calendar.is_settled(date(2025, 1, 1), date(2026, 12, 31))
    assert not calendar.is_settled(date(2026, 12, 31), date(2027, 1, 1))


def test_every_state_shown_to_reporters_has_a_ready_reply() -> None:
    assert {reply.state for reply in Office.default().replies} == set(State) - {State.TERKIRIM} | {None}
    assert Office.default().reply(ACKNOWLEDGEMENT).state is State.DITERIMA


def test_ready_texts_are_filled_from_the_clocks() -> None:
    office = Office.parse(changed("return_days = 14", "return_days = 21"))
    assert "dalam 21 hari" in office.reply(ACKNOWLEDGEMENT).text.id
    assert "within 21 days" in office.reply(ACKNOWLEDGEMENT).text.of("en")
    assert "{" not in "".join("".join(reply.text) for reply in office.replies)


def test_indonesian_sentences_are_at_most_fifteen_words() -> None:
    office = Office.default()
    texts = [reply.text.id for reply in office.replies]
    texts += [text.id for channel in office.channels for text in (channel.purpose, channel.contact)]
    for text in texts:
        for sentence in re.split(r"[.?!](?:\s|$)", text):
            assert len(sentence.split()) <= 15, sentence


def test_ready_replies_promise_nothing_and_name_no_culprit() -> None:
    for reply in Office.default().replies:
        assert not re.search(r"dijamin|100%|pelaku|guarantee|culprit", " ".join(reply.text), re.IGNORECASE)


def test_bodies_are_the_outside_channels() -> None:
    assert [body.key for body in Office.default().bodies] == [
        "kpk", "lpsk", "police", "ombudsman", "bkn", "bawaslu",
    ]  # fmt: skip


def test_zone_has_the_name_people_use() -> None:
    assert Office.default().zone_name == "WIB"
    assert Office.parse(changed("Asia/Jakarta", "Asia/Jayapura")).zone_name == "WIT"


def test_office_networks_are_kept_for_the_front_end_that_marks_visits() -> None:
    office = Office.parse(changed("networks = []", 'networks = ["10.1.0.0/16", "2001:db8::/32"]'))
    assert [str(network) for network in office.networks] == ["10.1.0.0/16", "2001:db8::/32"]
    assert Office.default().networks == ()


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('zone = "Asia/Jakarta"', 'zone = "Europe/Paris"', "zone"),
        ('zone = "Asia/Jakarta"', "", "zone"),
        ("networks = []", 'networks = ["10.1.2.3/16"]', "networks[1]"),
        ("networks = []", "networks = [1]", "networks[1]"),
        ("networks = []", 'networks = "10.0.0.0/8"', "networks"),
        ("networks = []", "networks = []\nextra = 1", "extra"),
        ("opening_workdays = 3", "", "clocks.opening_workdays"),
        ("opening_workdays = 3", "opening_workdays = 0", "clocks.opening_workdays"),
        ("opening_workdays = 3", "opening_workdays = true", "clocks.opening_workdays"),
        ("opening_workdays = 3", 'opening_workdays = 3\nopening = "x"', "clocks.opening"),
        ("reminder_days = 14", "reminder_days = 30", "clocks.reminder_days"),
        ("[3, 6, 12]", "[6, 3]", "clocks.retaliation_months"),
        ("[3, 6, 12]", "[3, 0]", "clocks.retaliation_months[2]"),
        ("files = 20", "files = 100", "limits.files"),
        ("message_bytes = 134_217_728", "message_bytes = 2_000_000_000", "limits.message_bytes"),
        ("daily_bytes = 17_179_869_184", "daily_bytes = 67_108_864", "limits.message_bytes"),
        ("2025-01-27 =", "2025-02-30 =", "holidays[1].national.2025-02-30"),
        ("2025-01-27 =", "2024-01-27 =", "holidays[1].2024-01-27"),
        ("year = 2026", "year = 2025", "holidays[2].2026-01-01"),
        ("provisional = false", 'provisional = "no"', "holidays[1].provisional"),
        ('key = "kpk"', 'key = "k p k"', "channel[5].key"),
        ('key = "kpk"', 'key = "komisi"', "channel.kpk"),
        ('key = "kpk"', 'key = "upg"', "channel.upg"),
        ('url = "lapor.go.id"', 'url = " lapor.go.id"', "channel[3].url"),
        ('class = "C"', 'class = "X"', "violation[1].class"),
        ('competent = ["kpk"]', 'competent = ["kejaksaan"]', "violation[1].competent"),
        ("number = 2\n", "number = 1\n", "violation.1"),
        ('key = "acknowledgement"', 'key = "ack"', "reply.acknowledgement"),
        ('state = "DITERIMA"', 'state = "ARSIP"', "reply[1].state"),
        ('from = ["KLARIFIKASI"]', 'from = ["KLARIFIKASI", "ARSIP"]', "reply[4].from"),
        ('from = ["KLARIFIKASI"]', 'from = "KLARIFIKASI"', "reply[4].from"),
        ('outcome = "terbukti"\n', "", "reply[11].outcome"),
        ('outcome = "terbukti"\n', 'outcome = "kedaluwarsa"\n', "reply[11].outcome"),
        ('outcome = "terbukti"\n', 'outcome = "menang"\n', "reply[11].outcome"),
        ('key = "consent"\n', 'key = "consent"\noutcome = "terbukti"\n', "reply[6].outcome"),
        ("dalam {return_days}", "dalam {comeback_days}", "reply[1].text"),
        ("Kami sedang menelaah", "Kami sedang menelaah " * 60, "reply[2].text"),
        ('en = "WBS Online"\n', "", "name.en"),
        ('en = "WBS Online"\n', 'en = "WBS Online"\nde = "WBS"\n', "name.de"),
    ],
)
def test_wrong_settings_are_refused_by_the_name_of_the_key(old: str, new: str, key: str) -> None:
    assert refused(changed(old, new)) == key


@pytest.mark.parametrize("toml", [b"zone = ", b"\xff\xfe", b"name = 1\nname = 2\n"])
def test_what_is_no_toml_is_refused(toml: bytes) -> None:
    assert refused(toml) == "file"


@pytest.mark.parametrize("key", ["replies", "nothing"])
def test_asking_for_what_is_not_listed_is_an_error(key: str) -> None:
    with pytest.raises(OfficeError):
        Office.default().channel(key)
    with pytest.raises(OfficeError):
        Office.default().reply(key)
