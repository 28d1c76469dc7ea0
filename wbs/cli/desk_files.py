"""``wbs desk save`` and ``wbs desk evidence``: the two commands that write plaintext, where they are told."""

from pathlib import Path

import click

from wbs.cli.desk_attachments import describe, warn_of_saving
from wbs.cli.desk_place import Place, plainly
from wbs.cli.helping import argument, command, option
from wbs.desk import attachments, saving
from wbs.desk import paper as papers
from wbs.desk.desk import Desk
from wbs.desk.evidence import evidence as collect
from wbs.desk.exporting import export
from wbs.desk.harmless import harmless
from wbs.language import N_, _

_NEW_FILE = click.Path(path_type=Path)


@command(
    help=N_("Simpan satu lampiran ke folder yang sudah ada. NOMOR adalah yang tampil di `wbs desk show`.")
)
@argument("case", metavar=N_("KASUS"))
@argument("number", metavar=N_("NOMOR"), type=int)
@argument("folder", metavar=N_("FOLDER"), type=click.Path(path_type=Path))
@option("--yes", is_flag=True, help=N_("Simpan tanpa bertanya."))
@click.pass_obj
@plainly
def save(place: Place, case: str, number: int, folder: Path, yes: bool) -> None:
    """Save one attachment, by its number in `show`, into a folder that is there."""
    with place.unlock() as opened:
        found = attachments.find(opened.find(case), number)
        describe(opened, found)
        warn_of_saving()
        if not yes:
            click.confirm(_("Simpan lampiran ini?"), abort=True)
        name = saving.save(opened, found, folder)
        click.echo(_("Tersimpan, tidak tersegel: {path}").format(path=harmless(str(folder / name))))


@command(
    help=N_("Tampilkan daftar bukti sebuah kasus. Isinya berkas, hash, kapan diterima, lewat tangan siapa.")
)
@argument("case", metavar=N_("KASUS"))
@option("--text", type=_NEW_FILE, help=N_("Tulis sebagai teks ke berkas baru."))
@option("--pdf", type=_NEW_FILE, help=N_("Tulis sebagai PDF ke berkas baru."))
@click.pass_obj
@plainly
def evidence(place: Place, case: str, text: Path | None, pdf: Path | None) -> None:
    """Print the evidence list of a case: files, hashes, when received, through whose hands."""
    with place.unlock() as opened:
        paper = papers.paper(opened, collect(opened, opened.find(case)))
        if text is None and pdf is None:
            click.echo(papers.as_text(paper), nl=False)
            return
        if text is not None:
            _write(opened, text, papers.as_text(paper).encode())
        if pdf is not None:
            # Takes half a second to load, and only this needs it.
            from wbs.desk.paper_pdf import draw

            _write(opened, pdf, draw(paper))


def _write(opened: Desk, path: Path, data: bytes) -> None:
    export(opened.shelf.folder, path.parent, path.name, lambda sink: sink.write(data))
    click.echo(_("Tersimpan, tidak tersegel: {path}").format(path=harmless(str(path))))
