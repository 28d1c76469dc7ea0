"""Walk through a running portal as a reporter does, JavaScript off, and take a picture of every page.

    python -m tools.look http://127.0.0.1:8000 pictures/
    python -m tools.look http://127.0.0.1:8000 pictures/ --dark --lang en --code "ten words of a filed report"

The walk files one report: use it on a demonstration only. With ``--readme`` it takes the README's pictures
instead, of a demonstration of its own.
"""

import argparse
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fpdf import FPDF
from playwright.sync_api import FilePayload, Page, sync_playwright

from tools import pictures

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
WIDTHS = (360, 1280)
HEIGHT = 800
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

REPORT = {
    "what": (
        "Sejak Maret 2025 petugas loket 3 meminta Rp2 juta kepada pemohon izin. "
        "Uang diserahkan tunai setelah jam kerja, tanpa kuitansi. "
        "Pemohon yang menolak menunggu berbulan-bulan."
    ),
    "who": "Petugas loket 3 dan kepala seksi perizinan di Balai B.",
    "where": "Ruang pelayanan lantai 2, Balai B, Kota C.",
    "when_from": "Maret 2025",
    "how": "Pemohon ditelepon, lalu diminta datang setelah jam kerja.",
    "evidence": "Buku tamu bulan Maret di loket 3, dan rekaman kamera di pintu masuk.",
}


@dataclass
class Walk:
    """One walk at one width; pictures are numbered in its order."""

    page: Page
    base: str
    folder: Path
    suffix: str
    taken: int = field(default=0)

    def picture(self, name: str, *, whole: bool = True) -> None:
        """Take the whole page, or only what the window shows."""
        self.taken += 1
        self.page.screenshot(path=self.folder / f"{self.taken:02}-{name}-{self.suffix}.png", full_page=whole)

    def open(self, path: str, name: str) -> None:
        """Open a page and take its picture."""
        response = self.page.goto(self.base + path)
        if response is None or response.status != 200:
            raise RuntimeError(f"{path}: {response.status if response else 'no answer'}")
        self.picture(name)

    def press(self, name: str = "") -> None:
        """Press the page's one primary button, and take a picture of what comes."""
        self.page.locator("main button[type=submit]:not(.second)").last.click()
        if name:
            self.picture(name)

    def visit(self) -> None:
        """See the pages that ask for nothing."""
        self.open("/", "landing")
        self.open("/saring", "saring")
        self.page.goto(f"{self.base}/saring#t7")
        self.picture("saring-question", whole=False)
        self.open("/bantuan", "help")
        self.open("/kunci", "keys")
        self.open("/coba", "try")

    def report(self) -> str:
        """File a report, with a mistake at each step; return its code."""
        self.open("/lapor", "code")
        words = [each.strip() for each in self.page.locator("ol.words li").all_inner_texts()]
        self.press("ask-back")
        self.press("ask-back-wrong")
        asked = [int(number) for number in re.findall(r"\d+", self.page.locator("form").inner_text())]
        for name, number in zip(("word_a", "word_b"), asked, strict=True):
            self.page.fill(f"[name={name}]", words[number - 1])
        self.press("form")
        self.press("form-refused")
        for name, text in REPORT.items():
            self.page.fill(f"[name={name}]", text)
        self.page.check("[name=ongoing][value=yes]")
        self.press("sent")
        return " ".join(words)

    def add_files(self) -> None:
        """Add a document with an author and a video to the report that was just sent."""
        self.page.locator("main button.second").last.click()
        self.picture("files")
        self.press("files-refused")
        document = FPDF()
        document.set_author("Sari Wulandari")
        document.add_page()
        video = b"\0\0\0\x14ftypisom\0\0\2\0mp41" + bytes(1 << 20)
        self.page.set_input_files(
            "[type=file]",
            [
                FilePayload(name="Kuitansi Maret.pdf", mimeType="", buffer=bytes(document.output())),
                FilePayload(name="VID_2041.mp4", mimeType="", buffer=video),
            ],
        )
        self.press("review")
        self.press("files-sent")

    def come_back(self, code: str) -> None:
        """Ask for the status, with a mistake first, and send one message."""
        self.open("/status", "status")
        self.page.fill("[name=code]", "dua kata")
        self.press("status-refused")
        words = code.split()
        self.page.fill("[name=code]", " ".join(["x", *words[1:]]))
        self.press("correction")
        self.press("case")
        self.page.fill("[name=text]", "Uang diminta di loket 3, biasanya antara pukul 16.00 dan 17.00.")
        self.press("message-sent")


def look(base: str, folder: Path, lang: str, code: str | None, *, dark: bool) -> None:
    """Walk once for each width."""
    folder.mkdir(parents=True, exist_ok=True)
    prefix = "/en" if lang == "en" else ""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        for width in WIDTHS:
            context = browser.new_context(
                viewport={"width": width, "height": HEIGHT},
                java_script_enabled=False,
                color_scheme="dark" if dark else "light",
            )
            suffix = f"{width}{'-dark' if dark else ''}"
            walk = Walk(context.new_page(), base.rstrip("/") + prefix, folder, suffix)
            walk.visit()
            filed = walk.report()
            walk.add_files()
            walk.come_back(code or filed)
            context.close()
            print(f"{walk.taken} pages at {width} px in {folder}")
        browser.close()


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Take pictures of a running portal.")
    parser.add_argument("url", nargs="?", help="where the reporter's portal listens")
    parser.add_argument("folder", nargs="?", type=Path, help="where pictures go")
    parser.add_argument("--readme", action="store_true", help="take the README's pictures")
    parser.add_argument("--lang", choices=("id", "en"), default="id")
    parser.add_argument("--code", help="code of a report that has replies")
    parser.add_argument("--dark", action="store_true")
    chosen = parser.parse_args(arguments)
    if chosen.readme:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
            pictures.take(browser, PICTURES)
            browser.close()
        return
    if chosen.folder is None:
        parser.error("give a URL and a folder, or --readme")
    look(chosen.url, chosen.folder, chosen.lang, chosen.code, dark=chosen.dark)


if __name__ == "__main__":
    main()
