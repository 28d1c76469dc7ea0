"""Bounds of XML: what no program writes is not taken apart, however little it costs to send it."""

import pytest

from tests.scrub.documents import REL, TEXT, parts_of
from tests.scrub.word_documents import paragraph, word
from wbs.scrub import xml, zipped
from wbs.scrub.files import scrub

FITTING = "n" * 10_000
LONG = "n" * 10_001


def with_body(body: str, *, head: str = "", code: str = "utf-8", errors: str = "strict") -> bytes:
    """A text with an author's mark, and with this behind it."""
    parts = parts_of(word(paragraph(TEXT) + "<w:p w:rsidR='1'/>"))
    document = parts["word/document.xml"].decode().partition("?>")[2].replace("<w:body>", f"<w:body>{body}")
    return zipped.write({**parts, "word/document.xml": (head + document).encode(code, errors)})


@pytest.mark.parametrize(
    "content",
    [
        with_body(f"<{LONG}/>"),
        with_body(f"<w:{LONG}/>"),
        with_body(f"<w:p {LONG}='1'/>"),
        with_body(f"<w:p w:{LONG}='1'/>"),
        with_body(f"<w:p xmlns:{LONG}='urn:a'/>"),
        with_body(f"<w:p xmlns:a='{LONG}'/>"),
        with_body(f"<w:p xmlns='urn:{LONG}'/>"),
        with_body(f"<?{LONG}?>"),
        with_body("", head=f"<?{LONG}?>"),
        with_body(f"<{LONG}/>".replace("n", "\xe9")),
        with_body(f"<{LONG}/>".replace("n", "\U00010000")),
        with_body(f"<{LONG}/>".replace("n", "\u3c00"), code="utf-16"),
        with_body(f"<w:p xmlns:a='{LONG}'/>", code="utf-16"),
        with_body(f"<w:p xmlns:a='{'a' * 8_000_000}'/>"),
    ],
)
def test_names_longer_than_any_are_damaged(content: bytes) -> None:
    assert scrub(content).warning == "damaged"


@pytest.mark.parametrize(
    "content",
    [
        with_body(f"<w:{FITTING}/>"),
        with_body(f"<w:p w:{FITTING}='1'/>"),
        with_body(f"<w:p xmlns:{FITTING}='urn:a'/>"),
        with_body(f"<w:p xmlns:a='{FITTING}'/>"),
        with_body(f"<?{FITTING}?>"),
        with_body(f"<w:{FITTING}/>".replace("n", "\xe9")),
        with_body(f"<w:{FITTING}/>".replace("n", "\U00010000")),
        with_body(f"<w:t>{LONG}</w:t>"),
        with_body(f'<w:t>xmlns="{LONG}" &lt;{LONG}&gt;</w:t>'),
        with_body(f"<w:p w:a='{LONG}'/>"),
        with_body(f"<!--{LONG}--><?a {LONG}?>"),
    ],
)
def test_other_long_things_are_not(content: bytes) -> None:
    scrubbed = scrub(content)
    assert scrubbed.warning == ""
    assert "revisions" in scrubbed.removed or "identifiers" in scrubbed.removed


@pytest.mark.parametrize(
    "content",
    [
        with_body("", code="utf-16"),
        with_body("", code="utf-16-be", head='<?xml version="1.0" encoding="UTF-16"?>'),
        with_body("", head='<?xml version="1.0" encoding="UTF8"?>', code="utf-8-sig"),
        with_body("<w:t>\xe9</w:t>", head='<?xml version="1.0" encoding="Latin1"?>', code="latin-1"),
        with_body("<w:t>\u20ac</w:t>", head='<?xml version="1.0" encoding="windows-1252"?>', code="cp1252"),
    ],
)
def test_encodings_of_programs_are_read(content: bytes) -> None:
    assert scrub(content).removed == ("identifiers",)


@pytest.mark.parametrize(
    "content",
    [
        with_body("", code="utf-32"),
        with_body("", code="utf-32-le"),
        with_body("", head='<?xml version="1.0" encoding="utf-7"?>'),
        with_body("", head='<?xml version="1.0" encoding="UTF-16"?>'),
        with_body("", head='<?xml version="1.0" encoding="shift-jis"?>'),
        with_body("", head='<?xml version="1.0" encoding="shift-jis"?>', code="utf-8-sig"),
        with_body("", head='<?xml version="1.0" encoding="UTF-8"?>', code="cp037"),
        with_body("<w:t>\xe9</w:t>", head='<?xml version="1.0" encoding="us-ascii"?>'),
        with_body("<w:t>\x81</w:t>", head='<?xml version="1.0" encoding="windows-1252"?>', code="latin-1"),
        with_body("<w:t>\ud800</w:t>", code="utf-16-le", errors="surrogatepass"),
    ],
)
def test_other_encodings_are_damaged(content: bytes) -> None:
    assert scrub(content).warning == "damaged"


def test_a_namespace_that_is_none_is_damaged_whatever_follows() -> None:
    assert scrub(with_body("<w:p xmlns:a='a b'/>")).warning == "damaged"
    assert scrub(with_body("<w:p xmlns:a='a b'/><w:p xml:space='x'/>")).warning == "damaged"
    assert scrub(with_body("<w:p xml:space='x'/>")).warning == ""


def heavy(times: int) -> str:
    """So many elements with an attribute each."""
    return "<w:p w:a=''/>" * times


def with_properties(*weights: int) -> bytes:
    """Properties in several parts, all of which are looked into before any is let go."""
    names = [f"docProps/{number}.xml" for number in range(len(weights))]
    related = "".join(
        f'<Relationship Id="p{name}" Type="{REL}/extended-properties" Target="{name}"/>' for name in names
    )
    parts = parts_of(word(paragraph(TEXT)))
    root = parts["_rels/.rels"].decode().replace("</Relationships>", f"{related}</Relationships>")
    properties = {
        name: f"<Properties>{'<a/>' * weight}</Properties>".encode()
        for name, weight in zip(names, weights, strict=True)
    }
    return zipped.write({**parts, "_rels/.rels": root.encode(), **properties})


@pytest.mark.parametrize(
    ("content", "warning"),
    [
        (with_body(f"<w:t>{'a' * 9_000_000}</w:t>"), "partial"),
        (with_body(f"<w:t>{'a' * 8_999_995}</w:t>"), ""),
        (with_body(f"<w:p a='{'a' * 3_000_000}' b='{'b' * 9_000_000}'/>"), "partial"),
        (with_body(f"<w:p a='{'&amp;' * 3_000_000}'/>"), "partial"),
        (with_body(f"<w:p{' ' * 12_000_000}/>"), "partial"),
        (with_body("<a/>" * 5_000_000), "partial"),
        (with_body(heavy(750_000)), "partial"),
        (with_body("<a></a>" * 800_000), ""),
        (with_properties(700_000, 700_000), ""),
        (with_properties(700_000, 700_000, 700_000), "too_large"),
    ],
)
def test_only_so_much_is_taken_apart_at_once(content: bytes, warning: str) -> None:
    assert scrub(content).warning == warning


def test_parts_one_after_the_other_may_weigh_more() -> None:
    names = [f"header{number}.xml" for number in range(3)]
    more = "".join(f'<Relationship Id="{name}" Type="{REL}/header" Target="{name}"/>' for name in names)
    uri = xml.NAMESPACES["w"][0]
    header = f'<w:hdr xmlns:w="{uri}">{heavy(300_000)}<w:p w:rsidR="1"/></w:hdr>'.encode()
    parts = parts_of(word(paragraph(TEXT), more=more))
    scrubbed = scrub(zipped.write({**parts, **{f"word/{name}": header for name in names}}))
    assert scrubbed.warning == ""
    assert all(b"rsidR" not in parts_of(scrubbed.content or b"")[f"word/{name}"] for name in names)
