"""Promise 3: what the two ways leave on the server's disk cannot be told apart.

The same letters go the plain way, sealed by the server, and are sealed by the client in a Node.js process and
sent as bytes. Then everything that the two disks hold is compared, and what is random is compared as such.
What differs for an hour, and only with files, is named here and in SECURITY.md.
"""

import base64
import os
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests import factories as make
from tests import factories_keyring as rings
from tests.client.vault import VaultPeer
from tests.portal.site import WHAT, Site, is_sent, state_of
from tests.portal.wire import Upload, dates, send
from tests.promises.apart import journal, pages, place_of, places_differ, rows, told_apart, tree
from tests.store.letters import drop
from wbs.portal.reporter.incoming import PART
from wbs.store import drops, shape

REPORTS = 64
MESSAGES = 4
FILES = ([b"a" * 100_000], [b"b" * 30_000, b"c" * 70_000], [b"d" * (5 << 20)])
BOTH = {"spool", "parts"}


def sealed_size(files: list[bytes]) -> int:
    """Return the sealed size of a message with these files."""
    n = 0
    while (65_536 << n) < sum(map(len, files)) + 8192:
        n += 1
    return shape.sealed_size(n)


def plain_way(site: Site) -> None:
    """Fill in forms."""
    code, state = site.form_state()
    for number in range(REPORTS):
        assert is_sent(site.post("/lapor/kirim", {"what": f"{WHAT} {number}", "state": state}))
    for number in range(MESSAGES):
        page = site.status(code)
        sent = site.post("/status/pesan", {"text": f"Pesan {number}", "state": state_of(page)})
        assert is_sent(sent)
    for files in FILES:
        page = site.post("/status/berkas", {"state": state_of(site.status(code))})
        named = [(f"{number}.bin", content) for number, content in enumerate(files)]
        review = site.upload(page, *named)
        assert is_sent(site.post("/status/berkas/kirim", {"state": state_of(review), "text": "Lihat."}))


def sealed_way(site: Site, vault: VaultPeer) -> None:
    """Let the client seal, and send what it gives."""
    vault.ask("trust", site.get("/keyrings.json").json)
    vault.ask("newCode")
    vault.ask("stretched")
    for number in range(REPORTS):
        draft = {
            "answers": {"what": f"{WHAT} {number}"},
            "excluded": [],
            "language": "id",
            "confirmed": False,
        }
        dates(send(site, base64.b64decode(vault.ask("sealReport", draft)["sealed"])))
    board = base64.b64encode(site.get("/board").data).decode()
    for number in range(MESSAGES):
        dates(send(site, message(vault, board, f"Pesan {number}", [])))
    for files in FILES:
        sealed = message(vault, board, "Lihat.", files)
        if len(sealed) <= PART:
            dates(send(site, sealed))
        else:
            upload = Upload(site, sealed)
            upload.send_all()
            dates(upload.finish())


def message(vault: VaultPeer, board: str, text: str, files: list[bytes]) -> bytes:
    """Seal a message as the client does."""
    case = vault.ask("openBoard", {"board": board, "excluded": []})
    outgoing = [
        {"name": "a.bin", "type": "", "removed": [], "content": base64.b64encode(content).decode()}
        for content in files
    ]
    draft = {"letterId": os.urandom(16).hex(), "text": text, "excluded": [], "confirmed": False}
    made = vault.ask("sealMessage", {**draft, "shown": case["shown"], "files": outgoing})
    return base64.b64decode(made["sealed"])


@pytest.fixture(scope="module")
def vault() -> Iterator[VaultPeer]:
    """The client."""
    with VaultPeer(today=make.DAY) as running:
        yield running


def sweep(site: Site) -> None:
    """Do what the server does when an hour has passed."""
    portal = site.app.extensions["wbs-reporter"]
    for folder in (portal.spool, portal.incoming):
        folder.sweep(4e9)


def texts_of(site: Site) -> list[bytes]:
    """Return the sealed letters of the one size."""
    found = [path.read_bytes() for path in (site.settings.data / "blobs").rglob("*") if path.is_file()]
    return [content for content in found if len(content) == shape.TEXT_SEALED]


def places(letters: list[bytes]) -> list[int]:
    """Return which stanza of each letter is for a reader of the first."""
    readers = [make.identity(reader.id) for reader in rings.READERS]
    reader = next(each for each in readers if place_of(letters[0], each) is not None)
    found = [place for content in letters if (place := place_of(content, reader)) is not None]
    # One code, one panel.
    assert len(found) == len(letters)
    return found


def test_the_two_disks_cannot_be_told_apart(open_site: Callable[..., Site], vault: VaultPeer) -> None:
    plain, sealed = open_site(), open_site()
    plain_way(plain)
    sealed_way(sealed, vault)
    folders = plain.settings.data, sealed.settings.data
    # For an hour, and after files alone, the mark against sending twice.
    before = [tree(folder) for folder in folders]
    assert {str(row[0]) for row in before[0] - before[1]} - BOTH == {
        "spool/*",
        "spool/*/mark",
        "spool/*/manifest",
    }
    assert {str(row[0]) for row in before[1] - before[0]} - BOTH == {
        "parts/*",
        "parts/*/.lock",
        "parts/*/answer",
    }
    for site in (plain, sealed):
        sweep(site)
    assert tree(folders[0]) == tree(folders[1])
    assert rows(folders[0]) == rows(folders[1])
    # Random names fill the pages of a tree a little more or less.
    assert abs(pages(folders[0]) - pages(folders[1])) <= 2
    sizes = [shape.TEXT_SEALED] * (REPORTS + MESSAGES) + [sealed_size(files) for files in FILES]
    for folder in folders:
        pending = Counter(path.stat().st_size for path in (folder / "blobs" / "pending").iterdir())
        assert pending == Counter(sizes)
    letters = [texts_of(site) for site in (plain, sealed)]
    assert told_apart(*letters) == []
    assert not places_differ(*map(places, letters))
    for site in (plain, sealed):
        site.time.moment += timedelta(days=2)
        drops.release(site.store, site.time.moment)
        sweep(site)
    assert tree(folders[0]) == tree(folders[1])
    assert rows(folders[0]) == rows(folders[1])
    # Random names fill the pages of a tree a little more or less.
    assert abs(pages(folders[0]) - pages(folders[1])) <= 2
    assert [journal(folder) for folder in folders] == [0, 0]


def test_what_could_be_told_apart_would_be(tmp_path: Path) -> None:
    """The comparison above sees what it should: letters that a careless client might have sealed."""
    usual = [drop(seed) for seed in range(REPORTS)]
    others = [drop(seed) for seed in range(REPORTS, 2 * REPORTS)]
    assert told_apart(usual, others) == []
    at = shape.HEADER
    careless: dict[str, list[bytes]] = {
        "constant bits": [content[:at] + bytes(4) + content[at + 4 :] for content in others],
        "payload": [content[: at + 16] + content[at + 16 :].replace(b"\0", b"\1") for content in others],
        "repeated values": [
            content[:at] + others[0][at : at + 16] + content[at + 16 :] for content in others
        ],
        "order of stanzas by enc": [ordered(content) for content in others],
    }
    for what, letters in careless.items():
        assert what in told_apart(usual, letters), what
    assert places_differ([0, 1, 2, 3, 4, 5, 6, 7] * 20, [0] * 160)


def ordered(content: bytes) -> bytes:
    """Return a letter whose stanzas stand in their own order."""
    begin, *stanzas = content[: shape.HEADER].split(b"-> ")
    last, _, end = stanzas[-1].partition(b"--- ")
    stanzas[-1] = last
    joined = b"".join(b"-> " + stanza for stanza in sorted(stanzas, key=enc_of))
    return begin + joined + b"--- " + end + content[shape.HEADER :]


def enc_of(stanza: bytes) -> bytes:
    """Return what a stanza's order goes by."""
    text = stanza.split()[1]
    return base64.b64decode(text + b"=" * (-len(text) % 4))
