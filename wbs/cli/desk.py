"""``wbs desk``: the investigator's desk at a terminal. What it does is in ``wbs.desk``; this draws it."""

import itertools
import sys
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import click

from wbs.cases.casefile import Case
from wbs.cases.lifecycle import Outcome, State
from wbs.cases.progress import Proposal
from wbs.cli import desk_view, passphrase
from wbs.cli.ceremony.telling import words
from wbs.cli.desk_files import evidence, save
from wbs.cli.desk_open import open_
from wbs.cli.desk_place import Place, plainly
from wbs.cli.desk_sync import sync
from wbs.cli.helping import argument, group, option
from wbs.desk import founding, importing, intake, reading, sending, setup, writing
from wbs.desk.backup import ReaderBackup, open_backup, read_keyring
from wbs.desk.desk import Desk, reporter_letters
from wbs.desk.errors import DeskError
from wbs.language import N_, _
from wbs.letters.errors import FormatError
from wbs.letters.letter import ANSWERS
from wbs.letters.note import (
    Assigned,
    Categorised,
    Comment,
    Declared,
    Event,
    Held,
    Merged,
    Recused,
    Referred,
    Released,
    StateChanged,
    Withdrawn,
)
from wbs.letters.pin import Pin

DEFAULT_FOLDER = Path("~/.local/share/wbs-desk")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
state_option = option(
    "--state", type=click.Choice(list(State), case_sensitive=False), help=N_("Keadaan baru.")
)
outcome_option = option(
    "--outcome",
    type=click.Choice(list(Outcome), case_sensitive=False),
    help=N_("Hasil, untuk keadaan yang memerlukannya."),
)


@group(
    invoke_without_command=True,
    help=N_(
        "Meja pembaca: buka surat, tangani kasus, jawab; tanpa jaringan. "
        "Tanpa perintah: halamannya di peramban."
    ),
)
@option(
    "--desk",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="WBS_DESK",
    default=DEFAULT_FOLDER,
    show_default=True,
    help=N_("Folder meja."),
)
@passphrase.passphrase_file
@click.pass_context
def desk(ctx: click.Context, folder: Path, passphrase_file: Path | None) -> None:
    """The investigator's desk: open letters, keep cases, answer; offline. Alone: its pages in a browser."""
    ctx.obj = Place(folder.expanduser(), passphrase_file)
    if ctx.invoked_subcommand is None:
        ctx.invoke(open_)


@desk.command(
    help=N_(
        "Buat meja dari cadangan pembaca (wbs keyring new-reader). Meja yang hilang dibuat lagi begitu juga."
    )
)
@option("--from", "backup", required=True, type=FILE, help=N_("Cadangan kunci pembaca."))
@option("--backup-passphrase-file", type=FILE, help=N_("Berkas berisi frasa sandi cadangan, untuk skrip."))
@option(
    "--older",
    multiple=True,
    type=FILE,
    help=N_("Cadangan kunci lama, yang tertua dahulu."),
)
@option("--pin", required=True, type=FILE, help=N_("Pin portal."))
@option(
    "--keyring", "keyrings", required=True, multiple=True, type=FILE, help=N_("Daftar kunci; boleh beberapa.")
)
@option("--office", "settings", required=True, type=FILE, help=N_("Pengaturan kantor."))
@option(
    "--shelf",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help=N_("Salinan rak dari meja yang hilang."),
)
@click.pass_obj
@plainly
def init(
    place: Place,
    backup: Path,
    backup_passphrase_file: Path | None,
    older: tuple[Path, ...],
    pin: Path,
    keyrings: tuple[Path, ...],
    settings: Path,
    shelf: Path | None,
) -> None:
    """Make a desk from a reader's backup (wbs keyring new-reader), or make it again after a loss."""
    copy = founding.copy_at(shelf) if shelf is not None else None
    reader = _open_backup(backup, backup_passphrase_file)
    before = [_open_backup(path, backup_passphrase_file) for path in older]
    for each in before:
        if each.reader != reader.reader:
            raise DeskError("Cadangan lama adalah milik {reader}.", reader=each.reader)
    parts = setup.Parts(
        reader=reader.reader,
        seed=reader.seed,
        pin=_read_pin(pin),
        keyrings=[read_keyring(path) for path in keyrings],
        office=settings.read_bytes(),
        older=tuple(each.seed for each in before),
    )
    today = datetime.now().astimezone().date()
    # Nobody is to draw and learn a passphrase for what cannot be made.
    founding.check(place.folder, parts, today, copy)
    new = passphrase.ask_new(place.passphrase_file, _("Frasa sandi baru untuk brankas meja"))
    founding.found(place.folder, parts, new, today, copy)
    click.echo(_("Meja untuk {reader} dibuat di {folder}.").format(reader=reader.reader, folder=place.folder))
    click.echo(_("Sidik jari portal; bandingkan dengan poster dan halaman /kunci:"))
    click.echo(words(parts.pin.fingerprint))
    if shelf is not None:
        click.echo(_("Salinan rak dipasang."))
    click.echo(_("Berikutnya: wbs desk import BUNDEL"))


desk.add_command(open_)
desk.add_command(save)
desk.add_command(evidence)
desk.add_command(sync)


@desk.command("import", help=N_("Impor bundel yang dibawa kurir; dua kali tidak mengubah apa pun."))
@argument("bundle", metavar=N_("BUNDEL"), type=FILE)
@option("--no-acknowledge", is_flag=True, help=N_("Jangan kirim tanda terima otomatis."))
@click.pass_obj
@plainly
def import_(place: Place, bundle: Path, no_acknowledge: bool) -> None:
    """Take in a bundle that a courier brought; twice changes nothing."""
    with place.unlock() as opened, desk_view.Progress() as progress:
        summary = importing.import_bundle(opened, bundle, progress)
        opened.shelf.save()
        answered = [] if no_acknowledge else importing.acknowledge(opened)
        progress.close()
        desk_view.summary(opened, summary, answered)
        click.echo(_("Berikutnya: wbs desk cases, lalu wbs desk outbox"))


@desk.command(help=N_("Tampilkan kasus, yang tenggatnya terdekat dahulu."))
@option("--late", is_flag=True, help=N_("Hanya yang lewat tenggat."))
@option(
    "--state", type=click.Choice(list(State), case_sensitive=False), help=N_("Hanya yang dalam keadaan ini.")
)
@click.pass_obj
@plainly
def cases(place: Place, late: bool, state: State | None) -> None:
    """List the cases, what is due first."""
    with place.unlock() as opened:
        desk_view.cases(opened, late=late, state=state)


@desk.command(help=N_("Tampilkan satu kasus: jawaban, linimasa, pembaca, dan tenggatnya."))
@argument("case", metavar=N_("KASUS"))
@click.pass_obj
@plainly
def show(place: Place, case: str) -> None:
    """Show one case: its answers, timeline, readers and deadlines."""
    with place.unlock() as opened:
        found = opened.find(case)
        desk_view.case(opened, found)
        writing.opened(opened, found)


@desk.command(
    help=N_("Jawab pelapor. Sebelum ditulis, jawaban tampil persis seperti yang akan dibaca pelapor.")
)
@argument("case", metavar=N_("KASUS"))
@state_option
@outcome_option
@option(
    "--text",
    "source",
    type=click.File(encoding="utf-8"),
    help=N_("Berkas teks jawaban; - untuk masukan standar."),
)
@option("--ready", help=N_("Nama kalimat siap pakai dari pengaturan kantor."))
@option("--reader", "readers", multiple=True, help=N_("Pembaca pesan berikutnya."))
@option("--exclude", multiple=True, help=N_("Yang tidak boleh membaca lagi."))
@option("--yes", is_flag=True, help=N_("Kirim tanpa bertanya."))
@click.pass_obj
@plainly
def reply(
    place: Place,
    case: str,
    state: State | None,
    outcome: Outcome | None,
    source: Any,
    ready: str | None,
    readers: tuple[str, ...],
    exclude: tuple[str, ...],
    yes: bool,
) -> None:
    """Answer the reporter; shows exactly what they will see before anything is written."""
    with place.unlock() as opened:
        found = opened.find(case)
        text, suggested = _answer_text(opened, found, source, ready)
        if suggested is not None and state is None:
            state, outcome = suggested
        answer = writing.Answer(text, state, outcome, readers or None, exclude)
        draft = writing.compose(opened, found, answer)
        desk_view.preview(opened, draft)
        if not yes:
            click.confirm(_("Kirim jawaban ini?"), abort=True)
        writing.send(opened, found, draft)
        click.echo(_("Jawaban tersimpan. Berikutnya: wbs desk outbox"))


@desk.command(
    help=N_(
        "Tulis catatan kepada para pembaca kasus. "
        "Isinya komentar, keadaan, penugasan, pernyataan mundur, atau wajib simpan."
    )
)
@argument("case", metavar=N_("KASUS"))
@option("--comment", help=N_("Komentar untuk rekan."))
@state_option
@outcome_option
@option("--violation", type=int, help=N_("Nomor pelanggaran."))
@option("--withdraw", is_flag=True, help=N_("Tarik usul sendiri."))
@option("--assign", multiple=True, help=N_("Siapa yang membaca selanjutnya."))
@option("--recuse", help=N_("Mundur dari kasus, dengan alasan."))
@option("--merge", help=N_("Gabungkan ke kasus lain."))
@option("--unmerge", is_flag=True, help=N_("Pisahkan lagi dari kasus lain."))
@option("--refer", help=N_("Lembaga tujuan."))
@option("--summary", default="", help=N_("Ringkasan untuk lembaga itu."))
@option("--declare", is_flag=True, help=N_("Nyatakan bebas konflik kepentingan."))
@option("--reviewed", is_flag=True, help=N_("Sudah diperiksa setelah kunci dicabut."))
@option("--hold", help=N_("Wajib simpan untuk proses hukum, dengan alasan."))
@option("--release", help=N_("Akhiri wajib simpan, dengan alasan."))
@click.pass_obj
@plainly
def note(place: Place, case: str, **given: Any) -> None:
    """Write a note to the case's readers: a remark, a state, an assignment, a recusal, a hold."""
    with place.unlock() as opened:
        found = opened.find(case)
        bodies = _events(opened, found, given)
        if not bodies:
            raise click.UsageError(_("Sebutkan apa yang dicatat; lihat --help."))
        writing.notes(opened, found, bodies)
        click.echo(_("Catatan tersimpan. Berikutnya: wbs desk outbox"))


@desk.command(help=N_("Buka setiap surat sebuah kasus bagi rekan."))
@argument("case", metavar=N_("KASUS"))
@argument("readers", metavar=N_("PEMBACA..."), nargs=-1, required=True)
@click.pass_obj
@plainly
def grant(place: Place, case: str, readers: tuple[str, ...]) -> None:
    """Let colleagues into every letter of a case."""
    with place.unlock() as opened:
        count = writing.grant(opened, opened.find(case), readers)
        click.echo(reading.granted(opened, count, readers))
        click.echo(_("Berikutnya: wbs desk outbox"))


@desk.command("intake", help=N_("Terima laporan lewat telepon atau di kertas. Pelapornya mendapat kode."))
@option("--channel", prompt=N_("Saluran (misalnya telepon, surat)"), help=N_("Jalan masuk laporan."))
@option("--received", type=click.DateTime(["%Y-%m-%d"]), help=N_("Tanggal diterima."))
@option("--exclude", multiple=True, help=N_("Yang tidak boleh membaca."))
@option("--answers", "source", type=click.File(encoding="utf-8"), help=N_("Berkas TOML berisi jawaban."))
@click.pass_obj
@plainly
def intake_(
    place: Place, channel: str, received: datetime | None, exclude: tuple[str, ...], source: Any
) -> None:
    """Take in a report that came by telephone or on paper, and make a code for the caller."""
    with place.unlock() as opened:
        answers = desk_view.read_answers(source) if source is not None else _ask_answers()
        day: date = received.date() if received is not None else opened.today
        receipt = intake.take_in(opened, intake.Call(channel, day, answers, excluded=exclude))
        desk_view.code(receipt)


@desk.command(help=N_("Kemas yang menunggu untuk dibawa kurir; sekali sehari."))
@option(
    "--to",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    show_default=True,
    help=N_("Folder tujuan."),
)
@click.pass_obj
@plainly
def outbox(place: Place, folder: Path) -> None:
    """Pack what waits to be carried; once a day."""
    with place.unlock() as opened:
        desk_view.outbox(sending.make_outbox(opened, folder))


@desk.command(help=N_("Pakai pengaturan kantor yang baru. Daftar kunci yang berlaku harus menyebutnya."))
@argument("settings", metavar=N_("PENGATURAN"), type=FILE)
@click.pass_obj
@plainly
def office(place: Place, settings: Path) -> None:
    """Use new settings of the office, those that the current keyring names."""
    with place.unlock() as opened:
        setup.take_office(opened, place.folder, settings.read_bytes())
        click.echo(_("Pengaturan kantor diperbarui."))


@desk.command(help=N_("Salin rak tersegel ke folder baru. Salinan itu dipakai bila laptop ini hilang."))
@argument("folder", metavar=N_("FOLDER"), type=click.Path(path_type=Path))
@click.pass_obj
@plainly
def backup(place: Place, folder: Path) -> None:
    """Copy the sealed shelf into a new folder, for the day this laptop is lost."""
    with place.unlock() as opened:
        setup.back_up(opened, place.folder, folder)
        click.echo(_("Salinan rak tersegel ada di {folder}. Simpan di tempat lain.").format(folder=folder))


def _open_backup(path: Path, file: Path | None) -> ReaderBackup:
    typed = passphrase.ask(file, _("Frasa sandi cadangan kunci {name}").format(name=path.name))
    return open_backup(path.read_bytes(), typed)


def _read_pin(path: Path) -> Pin:
    try:
        return Pin.decode(path.read_bytes())
    except (OSError, FormatError) as error:
        raise DeskError("{path} bukan pin yang benar: {error}", path=path, error=error) from None


def _answer_text(
    opened: Desk, case: Case, source: Any, ready: str | None
) -> tuple[str, tuple[State, Outcome | None] | None]:
    if ready is not None:
        found = next((each for each in opened.office.replies if each.key == ready), None)
        if found is None:
            keys = ", ".join(each.key for each in opened.office.replies)
            raise DeskError("Tidak ada kalimat siap pakai {key}. Yang ada: {keys}.", key=ready, keys=keys)
        language = case.report.language if case.report is not None else "id"
        text = found.text.en if language == "en" else found.text.id
        return text, (found.state, found.outcome) if found.state is not None else None
    if source is not None:
        text = source.read()
    else:
        # Never through an editor: it would leave the text in files of its own.
        click.echo(_("Tulis jawaban; akhiri dengan baris yang hanya berisi titik."), err=True)
        text = "".join(itertools.takewhile(lambda line: line.strip() != ".", sys.stdin))
    if not text.strip():
        raise DeskError("Jawaban kosong. Tidak ada yang dikirim.")
    return text.strip(), None


# Options whose text is all there is to say.
_WITH_TEXT: Final[Mapping[str, type[Held | Released | Recused]]] = {
    "hold": Held,
    "release": Released,
    "recuse": Recused,
}


def _events(opened: Desk, case: Case, given: dict[str, Any]) -> list[Event]:
    bodies: list[Event] = [Declared()] if given["declare"] else []
    if given["reviewed"]:
        bodies.append(writing.review(case))
    if given["comment"]:
        bodies.append(Comment(given["comment"]))
    if given["assign"]:
        bodies.append(Assigned(tuple(sorted(set(given["assign"])))))
    if given["violation"]:
        bodies.append(Categorised(given["violation"]))
    if given["state"]:
        bodies.append(StateChanged(given["state"], given["outcome"], len(reporter_letters(case))))
    if given["withdraw"]:
        bodies += [Withdrawn(each.state, each.outcome) for each in _own_proposals(opened, case)]
    if given["refer"]:
        bodies.append(Referred(given["refer"], given["summary"]))
    if given["merge"]:
        bodies.append(Merged(opened.find(given["merge"]).id))
    if given["unmerge"]:
        bodies.append(writing.unmerge(case))
    bodies += [event(given[name]) for name, event in _WITH_TEXT.items() if given[name] is not None]
    return bodies


def _own_proposals(opened: Desk, case: Case) -> list[Proposal]:
    found = [each for each in case.proposed if each.author == opened.vault.reader]
    if not found:
        raise DeskError("Usul itu sudah tidak ada. Periksa lagi keadaan kasus ini.")
    return found


def _ask_answers() -> dict[str, str]:
    click.echo(_("Jawab tiap pertanyaan; kosongkan yang tidak diketahui. Hanya yang pertama wajib."))
    answers = {}
    for name in ANSWERS:
        typed = click.prompt(desk_view.question(name), default="", show_default=False)
        if typed.strip():
            answers[name] = typed.strip()
    return answers
