"""A post is ours, small and plain, or nothing of it is read; typed text comes back all the same."""

import io
from collections.abc import Callable

import pytest

from tests.portal.site import FORM, ORIGIN, WHAT, Site, is_sent, text_of
from wbs.portal.reporter.guard import LARGEST

ONION = f"http://{'a' * 56}.onion"

FOREIGN: list[dict[str, str]] = [
    {},
    {"Origin": "null"},
    {"Origin": "https://lain.example"},
    {"Origin": ORIGIN.replace("https", "http")},
    {"Origin": f"{ORIGIN}:8443"},
    {"Origin": f"{ORIGIN}.lain.example"},
    {"Origin": ORIGIN.upper()},
    {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"},
    {"Origin": ORIGIN, "Sec-Fetch-Site": "same-site"},
    {"Origin": ORIGIN, "Sec-Fetch-Site": "none"},
    {"Origin": "", "Sec-Fetch-Site": "same-origin"},
    {"Referer": f"{ORIGIN}/lapor", "Sec-Fetch-Site": "same-origin"},
]


@pytest.mark.parametrize("headers", FOREIGN)
def test_a_report_from_elsewhere_is_not_sent_and_its_text_comes_back(
    site: Site, headers: dict[str, str]
) -> None:
    _, state = site.form_state()
    page = site.post("/lapor/kirim", {"what": WHAT, "state": state}, headers)
    assert page.status_code == 403
    assert "Belum terkirim" in text_of(page)
    assert WHAT in text_of(page)
    assert site.drops() == []
    # A stranger's page may have brought a stranger's code: it is not carried on.
    assert state not in page.get_data(as_text=True)
    assert "sepuluh kata" in text_of(page)


@pytest.mark.parametrize("headers", FOREIGN)
def test_a_message_from_elsewhere_is_not_sent_and_its_text_comes_back(
    site: Site, headers: dict[str, str]
) -> None:
    page = site.post("/status/pesan", {"text": WHAT, "state": "x"}, headers)
    assert page.status_code == 403
    assert "Belum terkirim" in text_of(page)
    assert WHAT in text_of(page)


@pytest.mark.parametrize("headers", FOREIGN)
@pytest.mark.parametrize("path", ["/lapor/ingat", "/lapor/isi", "/status", "/en/status"])
def test_other_posts_from_elsewhere_are_refused(site: Site, path: str, headers: dict[str, str]) -> None:
    code, _ = site.code_page()
    page = site.post(path, {"code": str(code)}, headers)
    assert page.status_code == 403
    assert str(code) not in text_of(page)


def test_browsers_without_fetch_metadata_are_served(site: Site) -> None:
    _, state = site.form_state()
    assert is_sent(site.post("/lapor/kirim", {"what": WHAT, "state": state}, {"Origin": ORIGIN}))


def test_the_onion_service_is_ours_too(open_site: Callable[..., Site]) -> None:
    site = open_site(onion=ONION)
    page = site.post("/status", {"code": "satu"}, {"Origin": ONION})
    assert page.status_code == 422


def test_a_multipart_body_is_refused_before_a_byte_of_it_is_parsed(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("the body was parsed")

    monkeypatch.setattr("werkzeug.formparser.FormDataParser.parse", never)
    body = f'--b\r\nContent-Disposition: form-data; name="what"; filename="a"\r\n\r\n{WHAT}\r\n--b--\r\n'
    page = site.client.post(
        "/lapor/kirim", data=body, content_type="multipart/form-data; boundary=b", headers=FORM
    )
    assert page.status_code == 415
    assert "Tidak ada yang terkirim" in text_of(page)


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "", "multipart/form-data"])
def test_only_urlencoded_forms_are_read(site: Site, kind: str) -> None:
    page = site.client.post("/lapor/kirim", data=f"what={WHAT}", content_type=kind, headers=FORM)
    assert page.status_code == 415


@pytest.mark.parametrize("path", ["/lapor/kirim", "/status/pesan", "/status", "/en/lapor/kirim"])
def test_a_form_too_large_is_answered_politely(site: Site, path: str) -> None:
    body = b"what=" + b"a" * LARGEST
    source = io.BytesIO(body)
    page = site.client.post(
        path,
        input_stream=source,
        content_length=len(body),
        content_type="application/x-www-form-urlencoded",
        headers=FORM,
    )
    assert page.status_code == 413
    # Read to its end, or the browser would show an error of its own instead.
    assert source.tell() == len(body)
    assert len(page.data) == 65_536


def test_a_body_of_unknown_length_is_refused(site: Site) -> None:
    page = site.client.post(
        "/lapor/kirim",
        input_stream=io.BytesIO(b"what=a"),
        content_type="application/x-www-form-urlencoded",
        headers={**FORM, "Transfer-Encoding": "chunked"},
    )
    assert page.status_code == 400


def test_a_form_with_too_many_fields_is_refused_before_they_are_parsed(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("werkzeug.formparser.parse_qsl", fail)
    kind = "application/x-www-form-urlencoded"
    page = site.client.post("/lapor/kirim", data="a&" * 200_000, content_type=kind, headers=FORM)
    assert page.status_code == 400


def test_a_report_as_large_as_allowed_fits_through(site: Site) -> None:
    _, state = site.form_state()
    # Each of these takes 12 bytes on the way and 4 in the letter.
    assert is_sent(site.post("/lapor/kirim", {"what": "😀" * 12_200, "state": state}))


def test_undecodable_bytes_are_no_accident(site: Site) -> None:
    _, state = site.form_state()
    page = site.client.post(
        "/lapor/kirim",
        data=f"what=%ff%fe%00%0d%0aabc&state={state}&excluded=%ff",
        content_type="application/x-www-form-urlencoded",
        headers=FORM,
    )
    assert is_sent(page)
