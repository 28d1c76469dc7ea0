"""Taking in a caller's report: one case, one code, shown until two of its words came back."""

import re
from datetime import timedelta

from crypto.receipt import Receipt, reporter_keys
from tests import factories as make
from tests.desk.office import NAMES
from tests.desk.web.case_letters import HOSTILE, hidden
from tests.desk.web.conftest import Web
from wbs.cases.casefile import Case
from wbs.desk import visible


def form(web: Web, **changes: object) -> dict[str, object]:
    """Return the form as a caller's words filled it in."""
    day = web.scene.today.isoformat()
    filled = {"code": hidden(web.get("/terima"), "code"), "channel": "telepon", "received": day}
    return filled | {"what": "Penelepon bercerita.", "language": "id"} | changes


def receipt(filled: dict[str, object]) -> Receipt:
    return Receipt.from_packed(bytes.fromhex(str(filled["code"])))


def case_of(web: Web, filled: dict[str, object]) -> Case | None:
    with web.desk() as desk:
        return visible.visible(desk, reporter_keys(receipt(filled), make.INSTANCE).case)


def words(page: str) -> list[str]:
    return re.findall(r"<li>\s*([a-z]+)\s*</li>", page.split('class="words"')[1].split("</ol>")[0])


def asked(filled: dict[str, object], page: str) -> dict[str, str]:
    """Return the two words that a page asks for."""
    numbers = re.findall(r'name="word(\d+)"', page)
    assert len(numbers) == 2
    return {f"word{number}": receipt(filled).words[int(number) - 1] for number in numbers}


def test_a_call_becomes_a_case_and_its_code_is_given_away(web: Web) -> None:
    filled = form(web, who="Kepala seksi.", ongoing="yes", value="10m-100m", exclude=[NAMES[3]])
    page = web.send("/terima", **filled)
    assert words(page) == list(receipt(filled).words)
    case = case_of(web, filled)
    assert case is not None and case.report is not None
    assert case.intake == ("telepon", web.scene.today)
    assert case.excluded == {NAMES[3]}
    assert case.report.answers == {
        "what": "Penelepon bercerita.",
        "who": "Kepala seksi.",
        "ongoing": "yes",
        "value": "10m-100m",
    }
    page = web.send("/terima/tanya", code=filled["code"])
    assert not any(f">{word}<" in page for word in receipt(filled).words)
    given = {name: f" {word[:4].upper()} " for name, word in asked(filled, page).items()}
    page = web.send("/terima/periksa", code=filled["code"], **given)
    assert "kodenya sudah diberikan. Berikutnya: kotak keluar." in page
    assert case.name in page
    page = " ".join(web.get(f"/kasus/{case.name}").split())
    assert "menerima lewat saluran lain (telepon)" in page
    assert "belum tercatat di portal" in page


def test_the_form_twice_is_one_case_and_shows_one_code(web: Web) -> None:
    filled = form(web)
    first = words(web.send("/terima", **filled))
    with web.desk() as desk:
        count = len(desk.cases)
    assert words(web.send("/terima", **filled)) == first
    with web.desk() as desk:
        assert len(desk.cases) == count


def test_wrong_words_are_asked_again_and_the_code_can_be_shown_until_then(web: Web) -> None:
    filled = form(web)
    web.send("/terima", **filled)
    page = web.send("/terima/tanya", code=filled["code"])
    right = asked(filled, page)
    for given in ({}, dict.fromkeys(right, "salah"), right | {max(right): "x"}):
        response = web.post("/terima/periksa", code=filled["code"], **given)
        assert response.status_code == 422
        assert "tidak cocok" in response.text
    assert words(web.send("/terima/kode", code=filled["code"])) == list(receipt(filled).words)
    web.send("/terima/periksa", code=filled["code"], **right)
    for path in ("/terima", "/terima/kode", "/terima/tanya", "/terima/periksa"):
        response = web.post(path, **filled)
        assert response.status_code == 410
        assert "tidak ditampilkan lagi" in response.text
        assert not any(f">{word}<" in response.text for word in receipt(filled).words)


def test_a_code_that_nobody_took_in_is_shown_to_nobody(web: Web) -> None:
    code = Receipt.generate(make.stream("asing")).packed.hex()
    for path in ("/terima/kode", "/terima/tanya", "/terima/periksa"):
        assert web.post(path, code=code).status_code == 410
    for bad in ("", "zz", "00", "00" * 12):
        assert web.post("/terima/kode", code=bad).status_code == 400


def test_the_code_lies_nowhere_on_the_disk(web: Web) -> None:
    filled = form(web)
    web.send("/terima", **filled)
    secret = receipt(filled)
    for path in web.session.folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert secret.packed not in data
            assert str(secret).encode() not in data
    assert "Receipt" not in repr(vars(web.session))


MISSING: list[tuple[dict[str, object], str]] = [
    ({"what": " \r\n"}, "Tulis apa yang terjadi."),
    ({"channel": ""}, "Sebutkan lewat apa"),
    ({"channel": "x" * 65}, "paling banyak 64 huruf"),
    ({"received": "kemarin"}, "Tulis tanggal diterima."),
    ({"received": "9999-99-99"}, "Tulis tanggal diterima."),
    ({"exclude": ["orang-asing"]}, "tidak ada di daftar kunci"),
    ({"what": "p" * 60_000}, "Laporan tidak dapat ditulis"),
]


def test_what_is_missing_is_asked_for_and_the_rest_stays(web: Web) -> None:
    for changes, sentence in MISSING:
        filled = form(web, where="Balai B.", ongoing="no", exclude=[NAMES[2]]) | changes
        response = web.post("/terima", **filled)
        assert response.status_code == 422
        assert sentence in response.text
        assert "Balai B.</textarea>" in response.text
        assert hidden(response.text, "code") == filled["code"]
        assert case_of(web, filled) is None


def test_a_day_to_come_is_refused(web: Web) -> None:
    tomorrow = (web.scene.today + timedelta(days=1)).isoformat()
    response = web.post("/terima", **form(web, received=tomorrow))
    assert "Tanggal penerimaan masih di masa depan." in response.text


def test_the_handler_cannot_be_kept_out_of_what_they_heard(web: Web) -> None:
    response = web.post("/terima", **form(web, exclude=[web.name]))
    assert response.status_code == 422
    assert "Rekan lain harus menerima laporan ini." in response.text


def test_nothing_typed_becomes_markup(web: Web) -> None:
    hostile = dict.fromkeys(("what", "who", "where", "how", "why", "evidence", "source"), HOSTILE)
    response = web.post("/terima", **form(web, **hostile, channel="x" * 65, when_from=HOSTILE, value=HOSTILE))
    assert response.status_code == 422
    assert "<script>alert" not in response.text
    assert "<img" not in response.text
