"""How the desk looks at a terminal. What came from outside passes through ``harmless`` first."""

import shutil
import sys
import textwrap
import tomllib
from collections.abc import Sequence
from typing import Any, Self, TextIO

import click

from crypto.receipt import Receipt
from wbs.cases.casefile import Case, Filed
from wbs.cases.lifecycle import LABELS, OUTCOME_LABELS, Outcome, State
from wbs.cli.desk_attachments import describe, warn_of_strangers
from wbs.desk import importing, reading, rules, setup, visible, writing
from wbs.desk.attachments import Numbered, attachments
from wbs.desk.casebook import Row
from wbs.desk.desk import Desk
from wbs.desk.errors import DeskError
from wbs.desk.harmless import clipped, harmless, one_line
from wbs.desk.importing import Summary
from wbs.desk.listing import Query
from wbs.desk.phrases import day_of
from wbs.desk.reading import Told
from wbs.desk.sending import Made
from wbs.desk.words import QUESTIONS, STATES, STEPS
from wbs.language import _, ngettext
from wbs.letters.letter import ANSWERS, Letter, Reply, Report
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
    """Say what a bundle brought."""
    click.echo(_("Laporan baru: {count}").format(count=found.reports))
    click.echo(_("Pesan susulan: {count}").format(count=found.messages))
    click.echo(_("Catatan rekan: {count}").format(count=found.notes))
    if found.damaged:
        click.secho(_("Rusak, tidak terbaca: {count}").format(count=found.damaged), fg="red")
    if found.unproven:
        click.secho(_("Tidak terbukti asalnya: {count}").format(count=found.unproven), fg="red")
    if found.revoked:
        text = _("Ditulis dengan kunci yang sudah dicabut: {count}")
        click.secho(text.format(count=found.revoked), fg="red")
    if found.clock is not None:
        text = _("Jam komputer ini tertinggal: bundel memuat surat tanggal {day}. Betulkan jamnya.")
        click.secho(text.format(day=day_of(found.clock)), fg="red")
    for case in answered:
        click.echo(_("Tanda terima otomatis disiapkan: {case}").format(case=case.name))
    if desk.shelf.torn:
        click.echo(_("Sesi terakhir terputus saat menulis; langkah itu tidak terhitung."))
    _warn(desk)


def cases(desk: Desk, *, late: bool, state: State | None) -> None:
    """Print one line a case, the longest overdue first."""
    states = frozenset({state}) if state is not None else frozenset[State]()
    rows = desk.list(Query(states=states, late=late, size=max(1, len(desk.cases)))).rows
    _warn(desk)
    if not rows:
        click.echo(_("Tidak ada kasus."))
        return
    width = max(shutil.get_terminal_size().columns, _NARROWEST)
    # Columns as wide as what stands in them: a narrow terminal still shows who has the case.
    widest = max(len(_state(row)) for row in rows)
    clocks = max(len(_first(row)) for row in rows)
    for row in rows:
        mark = "*" if row.unread else " "
        state_and_clock = f"{_state(row):<{widest}}  {_first(row):<{clocks}}"
        line = f"{mark} {row.name}  {state_and_clock}  {reading.titles(desk, row.readers)}"
        click.secho(clipped(line, width), fg="yellow" if row.late else None)
    text = ngettext("{count} kasus.", "{count} kasus.", len(rows)).format(count=len(rows))
    click.echo(text + " " + _("Tanda * berarti ada surat yang belum dibaca."))


def case(desk: Desk, shown: Case) -> None:
    """Print everything that a case's letters say."""
    click.secho(
        _("Kasus {name}: {state}").format(name=shown.name, state=reading.case_state(shown)), bold=True
    )
    for proposal in shown.proposed:
        text = _("Diusulkan {author} pada {day}: {state} ({outcome}); menunggu orang kedua.")
        click.echo(
            text.format(
                author=reading.title(desk, proposal.author),
                day=day_of(proposal.day),
                state=reading.label(STATES[proposal.state]),
                outcome=reading.label(OUTCOME_LABELS[proposal.outcome]),
            )
        )
    if shown.violation is not None and (violation := desk.office.violation(shown.violation)) is not None:
        click.echo(_("Pelanggaran: {name}").format(name=reading.label(violation.name)))
    if shown.intake is not None:
        text = _("Diterima lewat {channel} pada {day}.")
        click.echo(text.format(channel=harmless(shown.intake[0]), day=day_of(shown.intake[1])))
    if shown.merged_into is not None:
        name = visible.name_of(desk, shown.merged_into)
        text = _("Dilanjutkan sebagai kasus {name}.") if name else _("Dilanjutkan sebagai kasus lain.")
        click.echo(text.format(name=name))
    for other in visible.names_of(desk, shown.merged_from):
        click.echo(_("Memuat juga kasus {name}.").format(name=other))
    _people(desk, shown)
    _section(_("Tenggat"))
    if desk.cases.is_elsewhere(shown):
        click.echo("  " + _("Kasus ini dipegang rekan; tenggatnya dijaga di meja mereka."))
    for each in desk.due_here(shown):
        click.secho("  " + reading.due_of(each), fg="yellow" if each.overdue_by else None)
    _letters(desk, shown)
    if shown.forks:
        click.secho(_("Nomor surat kembar: satu kunci dipakai di dua meja."), fg="red")
    if shown.lapses:
        _section(_("Yang ditetapkan dengan kunci yang sudah dicabut tidak berlaku lagi."))
        for lapsed in reading.lapsed(desk, shown):
            click.secho(f"  {lapsed.label}: {lapsed.who} {lapsed.what}, {lapsed.day}", fg="red")
    _doubted(_("Ditulis dengan kunci yang sudah dicabut"), shown.revoked)
    _doubted(_("Tidak terbukti asalnya; jangan dipercaya"), shown.unproven)
    if shown.merged_into is not None:
        click.echo("\n" + _("Kasus ini sudah digabung. Pisahkan dahulu, bila penggabungannya keliru."))
        return
    ways = ", ".join(rules.legal_steps(shown.state))
    click.echo("\n" + _("Dari sini kasus dapat ke: {ways}").format(ways=ways or "-"))


def _doubted(heading: str, letters: Sequence[Filed[Letter]]) -> None:
    if letters:
        _section(heading)
    for each in letters:
        click.echo(f"  {reading.kind_of(each.letter)}: {one_line(reading.text_of(each.letter), _NARROWEST)}")


def preview(desk: Desk, reply: Reply) -> None:
    """Print a reply as its reporter will see it, and how much room is left."""
    _section(_("Yang akan dilihat pelapor"))
    click.echo(f"  {reading.label(LABELS[State(reply.state)])}")
    if reply.outcome is not None:
        click.echo(f"  {reading.label(OUTCOME_LABELS[Outcome(reply.outcome)])}")
    click.echo(f"  {reading.title(desk, reply.author)}, {day_of(reply.day)}")
    _indented(reply.text)
    _section(_("Siapa yang akan membaca pesan berikutnya"))
    click.echo("  " + reading.titles(desk, reply.readers))
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
    click.echo(_("Pembaca: {readers}").format(readers=reading.titles(desk, shown.readers)))
    if shown.excluded:
        click.echo(_("Tidak boleh membaca: {readers}").format(readers=reading.titles(desk, shown.excluded)))
    if shown.declared:
        text = _("Menyatakan bebas konflik kepentingan: {readers}")
        click.echo(text.format(readers=reading.titles(desk, shown.declared)))
    if shown.hold is not None:
        text = _("Wajib simpan sejak {day}, ditetapkan {author}: jangan hapus apa pun dari kasus ini.")
        held = text.format(day=day_of(shown.hold.day), author=reading.title(desk, shown.hold.author))
        click.secho(held, bold=True)


def _letters(desk: Desk, shown: Case) -> None:
    files = attachments(shown)
    _section(_("Linimasa"))
    for told in reading.told(shown.timeline):
        _item(desk, told, [each for each in files if each.message.hash == told.item.filed.hash])
    if files:
        _section(_("Lampiran"))
        warn_of_strangers()
        for each in files:
            describe(desk, each)


def _item(desk: Desk, told: Told, files: Sequence[Numbered]) -> None:
    item, letter = told.item, told.item.filed.letter
    what = reading.what(desk, letter, told.letters)
    head = f"{reading.when(desk, item)}  {reading.who(desk, item)}: {what}"
    click.secho("\n  " + head, bold=True)
    for doubt in reading.doubts(item):
        click.secho("  " + doubt, fg="red")
    if isinstance(letter, Report):
        for answered in reading.answers(letter):
            click.echo(f"  {answered.question}:")
            _indented(answered.answer, 4)
    elif item.text:
        _indented(item.text)
    for each in files:
        click.echo(f"  [{each.number}] {one_line(each.attachment.name, _NARROWEST)}")


def _state(row: Row) -> str:
    return reading.state_of(row.state, row.outcome)


def _first(row: Row) -> str:
    return reading.due_of(row.due) if row.due is not None else "-"


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
    if importing.gap(desk):
        click.secho(reading.missing(desk), fg="red")
    if desk.standing.refused is not None:
        text = _("Daftar kunci ditolak ({reason}): Anda dapat membaca, tetapi tidak dapat menyegel.")
        click.secho(text.format(reason=why(desk.standing.refused)), fg="red")
    if desk.office.hash != desk.chain.current.settings:
        text = _(
            "Daftar kunci menyebut pengaturan kantor yang lain. Pasang yang baru: wbs desk office BERKAS"
        )
        click.secho(text, fg="red")
