"""A case in words, to be printed: its head, the report, every letter in its place, the attachments."""

from collections.abc import Iterable, Iterator, Sequence

from wbs.cases.casefile import Case
from wbs.desk import reading, rules, visible
from wbs.desk.attachments import Numbered, attachments
from wbs.desk.desk import Desk
from wbs.desk.paper import Block, Paper, Row
from wbs.desk.phrases import day_of, kinds_of, size_of, type_of
from wbs.desk.reading import Lapsed, Told
from wbs.language import _
from wbs.letters.letter import Report


def paper(desk: Desk, case: Case) -> Paper:
    """Return a case in the chosen language, as this desk knows it today. NotAllowed: who stepped back."""
    rules.check_part(desk, case)
    files = attachments(case)
    reports = (each.letter for each in case.versions)
    blocks = [
        Block("", tuple(_head(desk, case))),
        *(Block(_("Laporan"), tuple(_answers(report))) for report in reports),
        Block(_("Linimasa"), tuple(_letters(desk, case, files))),
        Block(_("Lampiran"), tuple(_file(each) for each in files)),
        Block(_("Tentang cetakan ini"), tuple(("", sentence) for sentence in _about(desk))),
    ]
    return Paper(
        title=_("Kasus {name}").format(name=case.name),
        day=desk.today,
        blocks=tuple(block for block in blocks if block.rows),
    )


def _head(desk: Desk, case: Case) -> Iterator[Row]:
    yield _("Kasus"), case.id.hex()
    yield _("Portal"), desk.vault.pin.instance.hex()
    yield _("Keadaan"), reading.case_state(case)
    for proposal in case.proposed:
        text = _("{state}, diusulkan {author} pada {day}; menunggu orang kedua")
        yield (
            "",
            text.format(
                state=reading.state_of(proposal.state, proposal.outcome),
                author=reading.title(desk, proposal.author),
                day=day_of(proposal.day),
            ),
        )
    if case.violation is not None:
        yield _("Pelanggaran"), reading.violation(desk, case.violation)
    if case.intake is not None:
        channel, day = case.intake
        yield _("Diterima lewat"), f"{channel}, {day_of(day)}"
    if case.merged_into is not None:
        yield _("Dilanjutkan sebagai"), visible.name_of(desk, case.merged_into) or _("kasus lain")
    for name in visible.names_of(desk, case.merged_from):
        yield _("Memuat juga"), _("kasus {name}").format(name=name)
    yield _("Pembaca"), reading.titles(desk, case.readers)
    if case.excluded:
        yield _("Tidak boleh membaca"), reading.titles(desk, case.excluded)
    if case.recused:
        yield _("Mundur dari kasus"), reading.titles(desk, case.recused)
    if case.declared:
        yield _("Bebas konflik kepentingan"), reading.titles(desk, case.declared)
    if case.hold is not None:
        text = _("sejak {day}, ditetapkan {author}")
        yield (
            _("Wajib simpan"),
            text.format(day=day_of(case.hold.day), author=reading.title(desk, case.hold.author)),
        )
    yield from _rows(_("Tidak berlaku lagi: kuncinya dicabut"), map(_lapsed, reading.lapsed(desk, case)))
    yield from _rows(_("Tenggat"), map(reading.due_of, desk.due_here(case)))
    if case.revoked:
        count = _("{count}, tidak dicetak").format(count=len(case.revoked))
        yield _("Ditulis dengan kunci yang sudah dicabut"), count
    if case.unproven:
        yield _("Surat tidak terbukti asalnya"), _("{count}, tidak dicetak").format(count=len(case.unproven))


def _rows(label: str, lines: Iterable[str]) -> Iterator[Row]:
    """Yield several lines under one label."""
    for line in lines:
        yield label, line
        label = ""


def _lapsed(lapsed: Lapsed) -> str:
    return f"{lapsed.label}: {lapsed.who} {lapsed.what}, {lapsed.day}"


def _answers(report: Report) -> Iterator[Row]:
    for answered in reading.answers(report):
        yield answered.question, answered.answer


def _letters(desk: Desk, case: Case, files: Sequence[Numbered]) -> Iterator[Row]:
    for told in reading.told(case.timeline):
        yield reading.when(desk, told.item), _letter(desk, told, files)


def _letter(desk: Desk, told: Told, files: Sequence[Numbered]) -> str:
    """Return who did what, why it may not count, what it says, and its attachments by their numbers."""
    item, letter = told.item, told.item.filed.letter
    what = reading.what(desk, letter, told.letters)
    lines = [f"{reading.who(desk, item)}: {what}", *reading.doubts(item)]
    # A report's answers stand in a block of their own.
    if item.text and not isinstance(letter, Report):
        lines.append(item.text)
    numbers = [str(each.number) for each in files if each.message.hash == item.filed.hash]
    if numbers:
        lines.append(_("Lampiran {numbers}").format(numbers=", ".join(numbers)))
    return "\n".join(lines)


def _file(numbered: Numbered) -> Row:
    attachment = numbered.attachment
    lines = [
        attachment.name,
        f"{size_of(attachment.size)}, {type_of(attachment.type)}",
        f"SHA-256 {attachment.sha256.hex()}",
        _("Dihapus sebelum dikirim: {kinds}").format(kinds=kinds_of(attachment)),
    ]
    return str(numbered.number), "\n".join(lines)


def _about(desk: Desk) -> Iterator[str]:
    text = _("Dicetak {day} dari meja {reader}.")
    reader = desk.vault.reader
    yield text.format(day=day_of(desk.today), reader=f"{desk.reader_title(reader)} ({reader})")
    yield _("Kertas ini tidak tersegel: siapa pun yang memegangnya dapat membacanya. Simpan terkunci.")
    yield _("Tanggal dalam surat pembaca menurut penulisnya. Nama dan isi lampiran berasal dari pelapor.")
