"""The list of cases as a page."""

import re
from datetime import timedelta
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from tests.desk.office import NAMES, PASSPHRASE, Reporter, Scene
from tests.desk.web.case_letters import colleague_note, deliver
from tests.desk.web.conftest import Web, open_web
from wbs.cases.lifecycle import State
from wbs.desk import writing
from wbs.desk.importing import import_bundle
from wbs.desk.listing import Order, Query
from wbs.desk.web.views.listing import address, read
from wbs.desk.writing import Answer
from wbs.letters.halfday import HalfDay
from wbs.letters.letter import sign_letter
from wbs.letters.note import Categorised, ReplyCopy, StateChanged


def shown(page: str) -> list[str]:
    """Return the names of the cases on a page, in order."""
    return re.findall(r'<a href="/kasus/([0-9a-f]{8})"', page)


def test_each_case_has_a_line(web: Web) -> None:
    page = web.get("/")
    assert sorted(shown(page)) == sorted(each.case for each in web.reporters)
    for reporter in web.reporters:
        assert f"Laporan dari {reporter.label}." in page
    assert page.count("belum ditetapkan") == len(web.reporters) + 1
    assert "tanda terima" in page or "pembukaan pertama" in page


def test_what_is_late_stands_first_under_its_own_heading(web: Web) -> None:
    first = web.reporters[0].case
    with web.desk() as desk:
        case = desk.find(first)
        writing.send(desk, case, writing.compose(desk, case, Answer("Terima kasih.", State.DITERIMA)))
    web.scene.later(8)
    page = web.get("/")
    assert shown(page)[-1] == first
    late, rest = page.split('<tr class="group">')[1:3]
    assert "Lewat tenggat" in late
    assert shown(late) == shown(page)[:-1]
    assert shown(rest) == [first]
    assert re.search(r"<strong>2</strong>\s*lewat tenggat", page)
    assert shown(web.get("/?lewat=y")) == shown(page)[:-1]


def test_what_of_a_clock_is_due_is_said_as_on_the_cases_page(web: Web) -> None:
    one, colleague = web.reporters[0], NAMES[1]
    with web.desk() as desk:
        for state in (State.DITERIMA, State.TELAAH):
            writing.note(desk, desk.find(one.case), StateChanged(state))
    deliver(web, colleague_note(colleague, one, 1, StateChanged("TTL", "data-kurang"), web.scene.today))
    with web.desk() as desk:
        writing.note(desk, desk.find(one.case), StateChanged("TTL", "data-kurang"))
        assert desk.find(one.case).state is State.TTL
    web.scene.later(1)
    deliver(web, one.message("Ada saksi baru.", one.panel()))
    said = "kelengkapan dari pelapor: lihat fakta baru"
    for path in ("/", f"/kasus/{one.case}", f"/kasus/{one.case}/cetak"):
        assert said in " ".join(web.get(path).split()), path


def test_filters_and_search_are_in_the_address(web: Web) -> None:
    one = web.reporters[1]
    with web.desk() as desk:
        case = desk.find(one.case)
        writing.send(desk, case, writing.compose(desk, case, Answer("Kami telaah.", State.DITERIMA)))
        writing.notes(desk, desk.find(one.case), [StateChanged(State.TELAAH), Categorised(3)])
    for question in ("q=telaah", "keadaan=TELAAH", "pelanggaran=3", f"q={one.case}"):
        assert shown(web.get(f"/?{question}")) == [one.case], question
    page = web.get("/?q=<script>&pelanggaran=3")
    assert "Tidak ada kasus yang cocok" in page
    assert "<script>" not in page


def test_heads_sort_and_tell_how(web: Web) -> None:
    names = sorted(each.case for each in web.reporters)
    assert shown(web.get("/?urut=kasus")) == names
    page = web.get("/?urut=kasus&turun=y")
    assert shown(page) == names[::-1]
    assert page.count("aria-sort=") == 1
    assert 'aria-sort="descending"' in page


def test_an_empty_desk_tells_what_to_do(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    scene.place(NAMES[0])
    with open_web(scene, NAMES[0], []) as web:
        web.post("/buka", passphrase=PASSPHRASE)
        page = web.get("/")
    assert "Belum ada kasus" in page
    assert 'href="/impor"' in page


def keep_out(web: Web, one: Reporter) -> None:
    """Have a colleague keep this desk's reader out of a case, and bring word of it."""
    other = next(name for name in one.panel() if name != web.name)
    scene = web.scene
    scene.portal.receive(one.report(f"Laporan dari {one.label}."), scene.today)
    with scene.desk(other) as desk:
        import_bundle(desk, scene.portal.bundle(scene.today))
        case = desk.find(one.case)
        reply = writing.compose(desk, case, Answer("Terima kasih.", State.DITERIMA, exclude=(web.name,)))
        copy = ReplyCopy.of(sign_letter(reply, desk.vault.keys.signing))
        # As a desk of ours would not: to the one who is kept out.
        for sealed, _ in writing.sealed_note(desk, case.id, 1, copy, [web.name]):
            scene.portal.receive(sealed, scene.today)
    with web.desk() as desk:
        import_bundle(desk, scene.portal.bundle(scene.today))


def test_a_case_that_its_reader_is_kept_out_of_is_in_no_list(web: Web) -> None:
    one = web.reporters[0]
    keep_out(web, one)
    for path in ("/", "/?q=terima", f"/?q={one.case}"):
        assert one.case not in shown(web.get(path))
    assert len(shown(web.get("/"))) == len(web.reporters) - 1


QUERIES = st.builds(
    Query,
    text=st.sampled_from(["", "uang", "a & b", "50%", "é ‹"]),
    states=st.frozensets(st.sampled_from(State)),
    violation=st.none() | st.integers(0, 999),
    reader=st.none() | st.sampled_from(NAMES),
    late=st.booleans(),
    unread=st.booleans(),
    waiting=st.booleans(),
    order=st.sampled_from(Order),
    descending=st.booleans(),
    page=st.integers(1, 99),
)


@given(QUERIES)
def test_an_address_says_what_the_query_is(query: Query) -> None:
    text = address(query, page=query.page)
    assert read(MultiDict(parse_qsl(text.partition("?")[2]))) == query


@given(st.text())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_nothing_that_is_typed_breaks_the_search(web: Web, text: str) -> None:
    with web.desk() as desk:
        desk.list(Query(text=text))


def ways(page: str) -> dict[str, str]:
    """Return where the keys of a case's page lead."""
    found = re.search(r'<nav class="beside-list.*?</nav>', page, re.DOTALL)
    assert found is not None
    return {
        key: unescape(address)
        for tag in re.findall(r"<a [^>]*>", found[0])
        for key in re.findall(r'data-key="(.)"', tag)
        for address in re.findall(r'href="([^"]*)"', tag)
    }


def test_from_a_case_the_way_leads_back_to_the_list_as_it_was_and_to_the_next(web: Web) -> None:
    addresses = [f"/kasus/{name}" for name in shown(web.get("/?urut=kasus"))]
    assert len(addresses) == len(web.reporters)
    lines = [address.replace("/kasus/", "/?urut=kasus#k-") for address in addresses]
    assert ways(web.get(addresses[0])) == {"u": lines[0], "n": addresses[1]}
    assert ways(web.get(addresses[1])) == {"u": lines[1], "p": addresses[0], "n": addresses[2]}
    assert ways(web.get(addresses[-1])) == {"u": lines[-1], "p": addresses[-2]}
    assert all(f'id="{line.partition("#")[2]}"' in web.get("/?urut=kasus") for line in lines)
    # A case that the list did not have stands beside none.
    only = f"/?q={addresses[0].removeprefix('/kasus/')}&urut=kasus"
    web.get(only)
    assert ways(web.get(addresses[1])) == {"u": only}
    # What was looked at goes with the lock.
    web.post("/kunci")
    web.post("/buka", passphrase=PASSPHRASE)
    assert ways(web.get(addresses[1])) == {"u": "/"}


def test_no_way_leads_to_a_case_that_its_reader_was_kept_out_of_meanwhile(web: Web) -> None:
    first, second, third = shown(web.get("/?urut=kasus"))
    keep_out(web, next(each for each in web.reporters if each.case == second))
    for case in (first, third):
        assert ways(web.get(f"/kasus/{case}")) == {"u": f"/?urut=kasus#k-{case}"}


def test_the_last_letter_came_on_the_day_that_the_timeline_says(web: Web) -> None:
    """In the afternoon of UTC it is night here, and the half-day ends tomorrow."""
    one, day = web.reporters[0], web.scene.today
    web.scene.portal.letters.append((HalfDay(day, "B"), one.message("Malam.", [web.name])))
    with web.desk() as desk:
        import_bundle(desk, web.scene.portal.bundle(day + timedelta(days=1)))
    line = next(row for row in web.get("/").split("<tr") if one.case in row)
    assert re.search(r'Surat terakhir">\s*1 Feb 2026', line)
    assert re.search(r"1 Feb 2026, sampai pukul 06.00", web.get(f"/kasus/{one.case}"))
