"""The evidence list in words: one paper, drawn as text here and as PDF in ``paper_pdf``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from crypto.receipt import spell
from wbs.desk.desk import Desk
from wbs.desk.evidence import Evidence, Exhibit
from wbs.desk.harmless import harmless
from wbs.desk.phrases import day_of, end_of, half_day_of, key_words, kinds_of, size_of
from wbs.language import _

Row = tuple[str, str]

_HEX = re.compile(r"[0-9a-f]{32}|[0-9a-f]{64}")


@dataclass(frozen=True)
class Block:
    """A title and rows under it, each a label and a value; without a label the row goes on with the last."""

    title: str
    rows: tuple[Row, ...]

    @property
    def labelled(self) -> bool:
        """Whether any row has a label; otherwise they are sentences."""
        return any(label for label, _value in self.rows)

    @property
    def grouped(self) -> list[tuple[str, list[str]]]:
        """Return each label with its value and those of the rows that go on with it."""
        groups: list[tuple[str, list[str]]] = []
        for label, value in self.rows:
            if label or not groups:
                groups.append((label, []))
            groups[-1][1].append(value)
        return groups


@dataclass(frozen=True)
class Paper:
    """What is printed; nothing in it is made harmless yet. ``day`` is when the list was made."""

    title: str
    day: date
    blocks: tuple[Block, ...]


def paper(desk: Desk, evidence: Evidence, part: slice = slice(None)) -> Paper:
    """Return an evidence list in the chosen language, with this part of its exhibits."""
    return Paper(
        title=_("Daftar bukti kasus {name}").format(name=evidence.case.name),
        day=evidence.day,
        blocks=(
            Block("", tuple(_head(desk, evidence))),
            *(_exhibit(desk, evidence, each) for each in evidence.exhibits[part]),
            Block(_("Pembaca yang disebut"), tuple(_readers(evidence))),
            Block(_("Dari mana ini diketahui"), tuple(("", sentence) for sentence in _sources())),
        ),
    )


def is_hash(value: str) -> bool:
    """Tell whether a value is a hash or an id, which is compared sign by sign."""
    return _HEX.fullmatch(value) is not None


def as_text(made: Paper) -> str:
    """Return the paper as harmless lines that end with a newline."""
    width = max(len(label) for block in made.blocks for label, _value in block.rows)
    lines = [made.title]
    for block in made.blocks:
        lines += ["", *([block.title] if block.title else [])]
        indent = width if block.labelled else 0
        lines += [f"  {label:<{indent}}  {value}" if indent else f"  {value}" for label, value in block.rows]
    return "".join(harmless(line).rstrip() + "\n" for line in lines)


def _head(desk: Desk, evidence: Evidence) -> Iterator[Row]:
    yield _("Kasus"), evidence.case.id.hex()
    yield _("Portal"), evidence.instance.hex()
    yield _("Sidik jari portal"), " ".join(spell(evidence.fingerprint))
    yield _("Daftar kunci"), str(evidence.keyring)
    yield _("Disusun"), day_of(evidence.day)
    yield _("Di meja"), _name(desk, evidence.reader)
    yield _("Jumlah lampiran"), str(len(evidence.exhibits))
    label = _("Kasus dibuka")
    for day, author in evidence.opened:
        text = _("oleh {reader} pada {day}, menurut catatannya")
        yield label, text.format(reader=_name(desk, author), day=day_of(day))
        label = ""


def _exhibit(desk: Desk, evidence: Evidence, exhibit: Exhibit) -> Block:
    attachment, message = exhibit.numbered.attachment, exhibit.numbered.message
    rows: list[Row] = [
        (_("Ukuran"), size_of(attachment.size)),
        (_("Jenis"), attachment.type),
        ("SHA-256", attachment.sha256.hex()),
        (_("Dihapus sebelum dikirim"), kinds_of(attachment)),
        (_("Surat"), message.letter.letter_id.hex()[:8]),
        (_("SHA-256 isi surat"), message.hash.hex()),
    ]
    label = _("SHA-256 tersegel")
    for drop in exhibit.drops:
        rows.append((label, drop.hex()))
        label = ""
    label = _("Rantai penguasaan")
    for _day, _rank, deed in sorted(_hands(desk, evidence, exhibit)):
        rows.append((label, deed))
        label = ""
    return Block(f"{exhibit.numbered.number}. {attachment.name}", tuple(rows))


def _hands(desk: Desk, evidence: Evidence, exhibit: Exhibit) -> Iterator[tuple[date, int, str]]:
    """Yield what this desk knows to have happened: the day, a rank within the day, a sentence."""
    here = _name(desk, evidence.reader)
    if exhibit.half_day is None:
        yield date.min, 0, _("Kapan portal menerimanya tidak diketahui di meja ini.")
    else:
        text = _("Diterima portal pada {hours}.")
        yield exhibit.half_day.day, 0, text.format(hours=half_day_of(desk, exhibit.half_day))
    if exhibit.brought is not None:
        volume = exhibit.brought
        since = ""
        if volume.since is not None:
            since = _("sesudah {since} ").format(since=end_of(desk, volume.since))
        text = _(
            "Dibawa kurir dalam bundel surat {since}sampai {until}, volume {volume} dari {volumes}; "
            "diimpor di meja {reader} pada {day}."
        )
        deed = text.format(
            since=since,
            until=end_of(desk, volume.until),
            volume=volume.volume,
            volumes=volume.volumes,
            reader=here,
            day=day_of(volume.day),
        )
        yield volume.day, 1, deed
    for passed in exhibit.passed:
        text = _("{author} memberi akses kepada {readers} pada {day}, menurut catatannya.")
        to = ", ".join(_name(desk, each) for each in passed.to)
        deed = text.format(author=_name(desk, passed.author), readers=to, day=day_of(passed.day))
        yield passed.day, 2, deed
    if exhibit.shown is not None:
        text = _("Suratnya pertama kali ditampilkan di meja {reader} pada {day}.")
        yield exhibit.shown, 3, text.format(reader=here, day=day_of(exhibit.shown))
    for day in exhibit.saved:
        text = _("Disimpan tanpa segel dari meja {reader} pada {day}.")
        yield day, 4, text.format(reader=here, day=day_of(day))


def _readers(evidence: Evidence) -> Iterator[Row]:
    for reader in evidence.readers:
        text = _("{title}, {unit}; sidik jari kunci: {words}")
        yield reader.id, text.format(title=reader.title, unit=reader.unit, words=key_words(reader.recipient))


def _sources() -> Iterator[str]:
    yield _(
        "Nama, jenis, ukuran, SHA-256, dan apa yang dihapus tertulis dalam surat yang ditandatangani dengan "
        "kode pelapor. Ukuran dan SHA-256 diperiksa meja ini saat surat dibuka."
    )
    yield _(
        "Paruh hari berasal dari daftar isi bundel, yang tidak ditandatangani; cocokkan dengan catatan staf "
        "di portal. Tanggal dalam catatan pembaca menurut penulisnya."
    )
    yield _(
        "Kapan surat diimpor, ditampilkan, dan disimpan diambil dari jurnal meja ini; "
        "meja lain tidak diketahui."
    )


def _name(desk: Desk, reader: str) -> str:
    return f"{desk.reader_title(reader)} ({reader})"
