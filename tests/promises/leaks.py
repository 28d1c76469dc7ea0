"""Looks for what must not have been told, in whatever form it may have been."""

import base64
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from urllib.parse import quote, quote_plus

from tests.journeys.middle import Request

RAW = "application/octet-stream"
# Of letters that chance writes: so many are no chance.
_LONG = 6


def forms(secret: str) -> set[bytes]:
    """Return how a secret looks as text of several encodings; letters of ASCII in small ones."""
    raw = secret.encode()
    found = {raw, quote(secret, safe="").encode(), quote_plus(secret).encode(), raw.hex().encode()}
    found |= {secret.encode(coding) for coding in ("utf-16-le", "utf-16-be", "latin-1")}
    found.add(secret.encode("unicode-escape"))
    return {each.lower() for each in found} | _base64(raw)


def _base64(raw: bytes) -> set[bytes]:
    """Return what of base64 is the same wherever the bytes stand in what was encoded."""
    found = set()
    for before in range(3):
        encoded = base64.b64encode(bytes(before) + raw)
        kept = encoded[(0, 2, 3)[before] : (before + len(raw)) // 3 * 4]
        found |= {kept, kept.translate(bytes.maketrans(b"+/", b"-_"))}
    return found


def told(requests: Iterable[Request], secrets: Iterable[str]) -> list[str]:
    """Return which secrets stand in a request line, header or body. Chance writes what is shorter than 8."""
    sent = b"\n".join(request.head + request.body for request in requests)
    small = sent.lower()
    return [each for each in secrets if any(form in sent or form in small for form in forms(each))]


def words_told(requests: Iterable[Request], code: Sequence[str], usual: set[str]) -> list[str]:
    """Return which words of a code were told, or their first four letters.

    ``usual``: words that stand in requests whatever the code. In sealed bytes chance writes short
    words; there long ones count, and two neighbours beside each other.
    """
    found = []
    for request in requests:
        sealed = request.headers.get("content-type") == RAW
        spoken = words_in(request.head if sealed else request.head + request.body) - usual
        found += [word for word in code if {word, word[:4]} & spoken]
        if sealed:
            body = bytes(request.body).lower()
            found += [word for word in code if len(word) >= _LONG and word.encode() in body]
            for one, other in pairwise(code):
                pair = re.compile(rf"{one[:4]}[a-z]{{0,4}}[^a-z]{{0,3}}{other[:4]}".encode())
                found += [f"{one} {other}"] if pair.search(body) else []
    return found


def words_in(text: bytes) -> set[str]:
    """Return the words of a text, in small letters."""
    return {word.decode() for word in re.findall(rb"[a-z]+", text.lower())}


def heads(requests: Iterable[Request]) -> list[bytes]:
    """Return the heads of requests, sorted, but for pictures, which are kept, and random names."""
    return sorted(
        re.sub(rb"/surat/[0-9a-f]{32}", b"/surat/*", request.head)
        for request in requests
        if request.headers.get("sec-fetch-dest") != "image"
    )
