"""Promise 10: sending twice (double click, retry after a broken connection) is one letter in the case."""

import io
from concurrent.futures import ThreadPoolExecutor

import pytest

from crypto.minisign import SigningKey
from crypto.receipt import Receipt
from tests import factories as make
from tests import factories_keyring as rings
from tests.portal.site import WHAT, Site, is_sent, keys_of, state_of
from tests.portal.wire import Upload, dates, send
from wbs import sealing
from wbs.cases.casefile import Case, fold
from wbs.cases.proof import Entry
from wbs.letters.letter import Message, sign_letter
from wbs.letters.panel import panel
from wbs.store.errors import StoreFull


def case_of(site: Site, code: Receipt) -> Case:
    """Fold everything that any reader can open, as a desk does."""
    entries = [
        Entry(letter)
        for sealed in site.drops()
        for reader in rings.READERS
        if (letter := site.open(sealed, reader.id)) is not None
    ]
    cases = fold(entries, rings.chain())
    assert set(cases) == {keys_of(code).case}
    return cases[keys_of(code).case]


def test_a_report_sent_again_from_the_same_page_is_one_report(site: Site) -> None:
    code, state = site.form_state()
    fields: dict[str, object] = {"what": WHAT, "how": "Tunai.", "state": state}
    for _ in range(3):
        assert is_sent(site.post("/lapor/kirim", fields))
    assert len(site.drops()) == 3
    case = case_of(site, code)
    assert len(case.versions) == 1
    assert case.report is not None
    assert case.report.answers == {"what": WHAT, "how": "Tunai."}


def test_a_double_click_is_one_report(site: Site) -> None:
    code, state = site.form_state()

    def click(_: int) -> bool:
        return is_sent(site.post("/lapor/kirim", {"what": WHAT, "state": state}))

    with ThreadPoolExecutor(4) as clicks:
        assert all(clicks.map(click, range(4)))
    assert len(case_of(site, code).versions) == 1


def test_a_retry_that_asked_for_the_code_again_is_one_report(site: Site) -> None:
    code, state = site.form_state()
    assert is_sent(site.post("/lapor/kirim", {"what": WHAT, "state": state}))
    again = site.restarted()
    assert not is_sent(again.post("/lapor/kirim", {"what": WHAT, "state": state}))
    assert is_sent(again.post("/lapor/kirim", {"what": WHAT, "state": "", "code": str(code)}))
    assert len(case_of(again, code).versions) == 1


def test_the_same_code_with_another_text_is_a_second_version_and_still_one_case(site: Site) -> None:
    code, state = site.form_state()
    assert is_sent(site.post("/lapor/kirim", {"what": WHAT, "state": state}))
    assert is_sent(site.post("/lapor/kirim", {"what": "Lain.", "state": state}))
    assert len(case_of(site, code).versions) == 2


@pytest.mark.parametrize("times", [2, 4])
def test_a_message_sent_again_is_one_message(site: Site, times: int) -> None:
    code = site.file()
    state = state_of(site.status(code))
    for _ in range(times):
        assert is_sent(site.post("/status/pesan", {"text": "Ada saksi.", "state": state}))
    other = state_of(site.status(code))
    assert is_sent(site.post("/status/pesan", {"text": "Ada saksi.", "state": other}))
    case = case_of(site, code)
    # Two visits, two messages, however often each was sent.
    assert len(case.messages) == 2
    assert len(case.versions) == 1


FILES = (("a.txt", b"Kuitansi."), ("b.bin", bytes(100_000)))


def choose(site: Site, code: Receipt) -> str:
    """Choose files; return the field of the page that sends them."""
    page = site.post("/status/berkas", {"state": state_of(site.status(code))})
    return state_of(site.upload(page, *FILES))


def test_files_sent_again_from_the_same_page_are_one_letter(site: Site) -> None:
    code = site.file()
    fields: dict[str, object] = {"state": choose(site, code), "text": "Lihat."}
    for _ in range(3):
        assert is_sent(site.post("/status/berkas/kirim", fields))
    assert len(site.drops()) == 2
    assert len(case_of(site, code).messages) == 1


def test_a_double_click_on_files_is_one_letter(site: Site) -> None:
    code = site.file()
    fields: dict[str, object] = {"state": choose(site, code)}

    def click(_: int) -> bool:
        return is_sent(site.post("/status/berkas/kirim", fields))

    with ThreadPoolExecutor(4) as clicks:
        assert all(clicks.map(click, range(4)))
    assert len(site.drops()) == 2
    assert len(case_of(site, code).messages) == 1


def test_files_whose_sending_was_not_noted_are_one_letter(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server dies, or its disk is full, between the letter and its mark."""
    code = site.file()
    fields: dict[str, object] = {"state": choose(site, code), "text": "Lihat."}

    def full(*_: object) -> None:
        raise StoreFull

    with monkeypatch.context() as patch:
        patch.setattr("wbs.portal.reporter.spool.Batch.finish", full)
        assert is_sent(site.post("/status/berkas/kirim", fields))
    assert is_sent(site.post("/status/berkas/kirim", fields))
    assert len(site.drops()) == 3
    case = case_of(site, code)
    assert len(case.messages) == 1


def sealed(code: Receipt, text: str, files: dict[str, bytes]) -> bytes:
    """Seal a message as a browser does, under an id made once."""
    keys = keys_of(code)
    attachments = [
        (make.attachment(content, number), io.BytesIO(content))
        for number, content in enumerate(files.values(), 1)
    ]
    letter = Message(
        instance=make.INSTANCE,
        keyring=1,
        case=keys.case,
        letter_id=b"\x0f" * 16,
        text=text,
        attachments=tuple(attachment for attachment, _ in attachments),
    )
    sink = io.BytesIO()
    readers = panel(rings.keyring(), keys.thread, (), make.DAY)
    signed = sign_letter(letter, SigningKey(keys.sign_seed))
    sealing.seal(signed, [reader.recipient for reader in readers], sink, attachments=attachments)
    return sink.getvalue()


def test_a_sealed_drop_sent_again_is_one_letter(site: Site) -> None:
    """The answer was lost: the browser sends the same bytes, or seals the same letter anew."""
    code = site.file()
    once = sealed(code, "Ada saksi.", {})
    for each in (once, once, sealed(code, "Ada saksi.", {})):
        dates(send(site, each))
    # The release keeps one of the same bytes.
    assert len(site.drops()) == 3
    assert len(case_of(site, code).messages) == 1


def test_parts_put_together_again_are_one_letter(site: Site) -> None:
    code = site.file()
    content = sealed(code, "Lihat.", {"a.bin": bytes(5 << 20)})
    upload = Upload(site, content)
    upload.send_all()
    answers = [upload.finish() for _ in range(3)]
    assert len({answer.data for answer in answers}) == 1
    # Sent anew, after the mark was swept.
    again = Upload(site, content)
    again.send_all()
    dates(again.finish())
    assert len(site.drops()) == 2
    assert len(case_of(site, code).messages) == 1
