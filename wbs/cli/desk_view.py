"""How the desk looks at a terminal. What came from outside passes through ``harmless`` first."""

import shutil
import sys
import textwrap
import tomllib
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Self, TextIO

import click

from crypto.receipt import Receipt
from wbs.cases.casefile import Case, TimelineItem
from wbs.cases.deadlines import Due
from wbs.cases.lifecycle import LABELS, OUTCOME_LABELS, Outcome, State
from wbs.cases.progress import Verdict
from wbs.cases.text import Text
from wbs.cli.desk_attachments import describe, warn_of_strangers
from wbs.desk import rules, setup, writing
from wbs.desk.attachments import Numbered, attachments
from wbs.desk.desk import Desk
from wbs.desk.errors import DeskError
from wbs.desk.harmless import clipped, harmless, one_line
from wbs.desk.importing import Summary
from wbs.desk.phrases import day_of
from wbs.desk.sending import Made
from wbs.desk.words import CHOICES, CLOCKS, EVENTS, QUESTIONS, REFUSALS, STEPS
from wbs.language import _, language
from wbs.letters.letter import ANSWERS, Message, Note, Reply, Report
from wbs.letters.note import Assigned, Grant, Intake, Merged, Referred, StateChanged
from wbs.refusals import why

_NARROWEST = 60


class Progress:
    """One bar a step, on standard error."""

    def __init__(self) -> None:
        """Start without a bar."""
        self._step = ""
        self._done = 0
        self._bar: Any = None

    def __enter__(self) -> Self:
        """Use as a context."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Close what is open."""
        self.close()

    def __call__(self, step: str, done: int, total: int) -> None:
        """Show how far a step of ``importing.Progress`` is."""
        if step != self._step:
            self.close()
            self._step, self._done = step, 0
            self._bar = click.progressbar(length=total, label=_(STEPS[step]), file=sys.stderr)
            self._bar.__enter__()
        self._bar.update(done - self._done)
        self._done = done

    def close(self) -> None:
        """End the bar's line."""
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
        self._bar, self._step = None, ""


def summary(desk: Desk, found: Summary, answered: Sequence[Case]) -> None:
    """Say what a bundle brought, and what comes next."""
    click.echo(_("Laporan baru: {count}").format(count=found.reports))
    click.echo(_("Pesan susulan: {count}").format(count=found.messages))
    click.echo(_("Catatan rekan: {count}").format(count=found.notes))
    if found.damaged:
        click.secho(_("Rusak, tidak terbaca: {count}").format(count=found.damaged), fg="red")
    if found.unproven:
        click.secho(_("Tidak terbukti asalnya: {count}").format(count=found.unproven), fg="red")
    if found.clock is not None:
        text = _("Jam komputer ini tertinggal: bundel memuat surat tanggal {day}. Betulkan jamnya.")
        click.secho(text.format(day=day_of(found.clock)), fg="red")
    for case in answered:
        click.echo(_("Tanda terima otomatis disiapkan: {case}").format(case=case.name))
    if desk.shelf.torn:
        click.echo(_("Sesi terakhir terputus saat menulis; langkah itu tidak terhitung."))
    _warn(desk)
    click.echo(_("Berikutnya: wbs desk cases, lalu wbs desk outbox"))


def cases(desk: Desk, *, late: bool, state: State | None) -> None:
    """Print one line a case, the longest overdue first."""
    rows = [(desk.due(case), case) for case in desk.cases.values() if case.report is not None]
    rows = [(due, case) for due, case in rows if state is None or case.state is state]
    if late:
        rows = [(due, case) for due, case in rows if due and due[0].overdue_by]
    rows.sort(key=lambda row: (row[0][0].due_on if row[0] else date.max, row[1].id))
    _warn(desk)
    if not rows:
        click.echo(_("Tidak ada kasus."))
        return
    width = max(shutil.get_terminal_size().columns, _NARROWEST)
    # Columns as wide as what stands in them: a narrow terminal still shows who has the case.
    states = max(len(_state(case)) for _clocks, case in rows)
    clocks = max(len(_due(due[0] if due else None)) for due, _case in rows)
    for due, case in rows:
        mark = "*" if desk.unread(case) else " "
        first = due[0] if due else None
        line = (
            f"{mark} {case.name}  {_state(case):<{states}}  {_due(first):<{clocks}}  {_holders(desk, case)}"
        )
        click.secho(clipped(line, width), fg="yellow" if first is not None and first.overdue_by else None)
    click.echo(_("{count} kasus. Tanda * berarti ada surat yang belum dibaca.").format(count=len(rows)))


def case(desk: Desk, shown: Case) -> None:
    """Print everything that a case's letters say."""
    click.secho(_("Kasus {name}: {state}").format(name=shown.name, state=_state(shown)), bold=True)
    for proposal in shown.proposed:
        text = _("Diusulkan {author} pada {day}: {state} ({outcome}); menunggu orang kedua.")
        click.echo(
            text.format(
                author=_title(desk, proposal.author),
                day=day_of(proposal.day),
                state=_label(LABELS[proposal.state]),
                outcome=_label(OUTCOME_LABELS[proposal.outcome]),
            )
        )
    if shown.violation is not None and (violation := desk.office.violation(shown.violation)) is not None:
        click.echo(_("Pelanggaran: {name}").format(name=_label(violation.name)))
    if shown.intake is not None:
        text = _("Diterima lewat {channel} pada {day}.")
        click.echo(text.format(channel=harmless(shown.intake[0]), day=day_of(shown.intake[1])))
    if shown.merged_into is not None:
        click.echo(_("Dilanjutkan sebagai kasus {name}.").format(name=shown.merged_into.hex()[:8]))
    for other in shown.merged_from:
        click.echo(_("Memuat kasus {name}.").format(name=other.hex()[:8]))
    _people(desk, shown)
    _section(_("Tenggat"))
    for each in desk.due(shown):
        click.secho("  " + _due(each), fg="yellow" if each.overdue_by else None)
    _letters(desk, shown)
    if shown.forks:
        click.secho(_("Nomor surat kembar: satu kunci dipakai di dua meja."), fg="red")
    if shown.unproven:
        _section(_("Tidak terbukti asalnya; jangan dipercaya"))
        for unproven in shown.unproven:
            click.echo(f"  {unproven.letter.kind}: {one_line(_text(unproven.letter), _NARROWEST)}")
    ways = ", ".join(rules.legal_steps(shown.state))
    click.echo("\n" + _("Dari sini kasus dapat ke: {ways}").format(ways=ways or "-"))


def preview(desk: Desk, reply: Reply) -> None:
    """Print a reply as its reporter will see it, and how much room is left."""
    _section(_("Yang akan dilihat pelapor"))
    click.echo(f"  {_label(LABELS[State(reply.state)])}")
    if reply.outcome is not None:
        click.echo(f"  {_label(OUTCOME_LABELS[Outcome(reply.outcome)])}")
    click.echo(f"  {_title(desk, reply.author)}, {day_of(reply.day)}")
    _indented(reply.text)
    _section(_("Siapa yang akan membaca pesan berikutnya"))
    click.echo("  " + _titles(desk, reply.readers))
    click.echo(_("Sisa ruang: {count} bita.").format(count=writing.bytes_left(reply)))
    click.echo(_("Siapa pun yang menemukan kode di kertas dapat membaca ini. Jangan ulangi isi laporan."))


def outbox(made: Made) -> None:
    """Say where an outbox lies, and what comes next."""
    click.echo(_("Kotak keluar: {path}").format(path=made.path))
    click.echo(_("Berisi {slots} balasan dan {drops} catatan, di antara pengisi.").format(**vars(made)))
    if made.left:
        click.echo(_("{left} belum termuat dan ikut besok.").format(left=made.left))
    if made.replaces:
        click.secho(_("Ini menggantikan kotak keluar hari ini; serahkan hanya yang ini."), fg="yellow")
    click.echo(_("Berikutnya: serahkan kepada kurir."))


def code(receipt: Receipt) -> None:
    """Show a caller's code once."""
    _section(_("Kode tanda terima untuk pelapor; hanya tampil sekali"))
    for number, word in enumerate(receipt.words, 1):
        click.echo(f"  {number:>2}. {word}")
    click.echo(_("Bacakan kepada pelapor, lalu bersihkan layar ini. Jangan disimpan."))


def question(name: str) -> str:
    """Return a question of the form in the chosen language."""
    return _(QUESTIONS[name])


def read_answers(source: TextIO) -> dict[str, str]:
    """Read the answers of a form from TOML; DeskError names what does not belong there."""
    try:
        found = tomllib.loads(source.read())
    except tomllib.TOMLDecodeError as error:
        raise DeskError("Berkas jawaban bukan TOML: {error}", error=error) from None
    for name, answer in found.items():
        if name not in ANSWERS or not isinstance(answer, str):
            raise DeskError(
                "Jawaban {name} tidak dikenal. Yang ada: {names}.", name=name, names=", ".join(ANSWERS)
            )
    return found


def _people(desk: Desk, shown: Case) -> None:
    click.echo(_("Pembaca: {readers}").format(readers=_titles(desk, shown.readers)))
    if shown.excluded:
        click.echo(_("Tidak boleh membaca: {readers}").format(readers=_titles(desk, shown.excluded)))
    if shown.declared:
        text = _("Menyatakan bebas benturan kepentingan: {readers}")
        click.echo(text.format(readers=_titles(desk, shown.declared)))
    if shown.hold is not None:
        text = _("Wajib simpan sejak {day}, ditetapkan {author}: jangan hapus apa pun dari kasus ini.")
        held = text.format(day=day_of(shown.hold.day), author=_title(desk, shown.hold.author))
        click.secho(held, bold=True)


def _letters(desk: Desk, shown: Case) -> None:
    files = attachments(shown)
    _section(_("Linimasa"))
    for item in shown.timeline:
        _item(desk, item, [each for each in files if each.message.hash == item.filed.hash])
    if files:
        _section(_("Lampiran"))
        warn_of_strangers()
        for each in files:
            describe(desk, each)


def _item(desk: Desk, item: TimelineItem, files: Sequence[Numbered]) -> None:
    letter = item.filed.letter
    head = f"{_when(desk, item)}  {_who(desk, item)}: {_what(desk, item)}"
    click.secho("\n  " + head, bold=True)
    if item.verdict is Verdict.REFUSED and item.refusal is not None:
        click.secho("  " + _("Tidak berlaku: {why}").format(why=_(REFUSALS[item.refusal])), fg="red")
    if item.fork or item.version:
        click.secho("  " + _("Ada surat lain dengan nomor yang sama."), fg="red")
    if isinstance(letter, Report):
        for name in ANSWERS:
            if name in letter.answers:
                click.echo(f"  {question(name)}:")
                answer = letter.answers[name]
                chosen = name in ("ongoing", "value") and answer in CHOICES
                _indented(_(CHOICES[answer]) if chosen else answer, 4)
    elif item.text:
        _indented(item.text)
    for each in files:
        click.echo(f"  [{each.number}] {one_line(each.attachment.name, _NARROWEST)}")


def _when(desk: Desk, item: TimelineItem) -> str:
    if item.filed.half_day is not None and not isinstance(item.filed.letter, Note | Reply):
        half_day = item.filed.half_day
        end = half_day.end(desk.office.zone)
        return _("{day}, sampai pukul {hour}").format(
            day=day_of(end.date()), hour=f"{end:%H.%M} {desk.office.zone_name}"
        )
    return day_of(item.day) if item.day is not None else "-"


def _who(desk: Desk, item: TimelineItem) -> str:
    if item.author == "reporter":
        return _("Pelapor")
    title = _title(desk, item.author)
    return _("{title} (mantan pembaca)").format(title=title) if item.filed.former else title


def _what(desk: Desk, item: TimelineItem) -> str:
    letter = item.filed.letter
    if isinstance(letter, Report):
        return _("laporan")
    if isinstance(letter, Message):
        return _("pesan")
    if isinstance(letter, Reply):
        return _("balasan, {state}").format(state=letter.state)
    match letter.body:
        case StateChanged() as body:
            detail = " ".join(str(each) for each in (body.state, body.outcome, body.violation) if each)
        case Assigned() | Grant() as body:
            detail = _titles(desk, body.to)
        case Referred() as body:
            detail = harmless(body.body)
        case Merged() as body:
            detail = body.into.hex()[:8]
        case Intake() as body:
            detail = harmless(body.channel)
        case _:
            detail = ""
    return f"{_(EVENTS[letter.event])} {detail}".rstrip()


def _text(letter: Report | Message | Reply | Note) -> str:
    if isinstance(letter, Report):
        return letter.answers["what"]
    return letter.event if isinstance(letter, Note) else letter.text


def _due(due: Due | None) -> str:
    if due is None:
        return "-"
    text = f"{_(CLOCKS[due.clock])} {day_of(due.due_on)}"
    if due.provisional:
        text += " " + _("(sementara)")
    if due.overdue_by:
        text += " " + _("lewat {days} hari").format(days=due.overdue_by)
    return text


def _state(case: Case) -> str:
    name = _label(LABELS[case.state])
    return f"{name} ({_label(OUTCOME_LABELS[case.outcome])})" if case.outcome is not None else name


def _holders(desk: Desk, case: Case) -> str:
    return _titles(desk, case.readers)


def _titles(desk: Desk, readers: Iterable[str]) -> str:
    return ", ".join(_title(desk, reader) for reader in sorted(readers)) or "-"


def _title(desk: Desk, reader: str) -> str:
    return harmless(desk.reader_title(reader))


def _label(text: Text) -> str:
    return text.en if language() == "en" else text.id


def _section(title: str) -> None:
    click.secho("\n" + title, underline=True)


def _indented(text: str, columns: int = 2) -> None:
    width = max(shutil.get_terminal_size().columns, _NARROWEST) - columns
    for line in harmless(text).split("\n"):
        for piece in textwrap.wrap(line, width) or [""]:
            click.echo(" " * columns + piece)


def _warn(desk: Desk) -> None:
    day = setup.backup_is_due(desk)
    if day is not None:
        text = _(
            "Buat salinan rak (wbs desk backup) sebelum {day}: "
            "surat kasus terbuka atau wajib simpan akan hilang dari server."
        )
        click.secho(text.format(day=day_of(day)), fg="red")
    if desk.standing.refused is not None:
        text = _("Daftar kunci ditolak ({reason}): Anda dapat membaca, tetapi tidak dapat menyegel.")
        click.secho(text.format(reason=why(desk.standing.refused)), fg="red")
    if desk.office.hash != desk.chain.current.settings:
        text = _(
            "Daftar kunci menyebut pengaturan kantor yang lain. Pasang yang baru: wbs desk office BERKAS"
        )
        click.secho(text, fg="red")
