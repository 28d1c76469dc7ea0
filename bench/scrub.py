"""Taking the metadata out of a photo of 12 megapixels: against copying the file.

    python -m bench scrub

Both read a file and write a new one to the disk, with all of it in memory between; neither waits for the
disk itself. Nearly all of the edit's own time is one look at every byte of the scan, for where it ends. What
the child process costs in which the portal does this is printed besides, without a bound: it is mostly the
start of Python.

The client's script does the same in Node.js, whose engine is a browser's, against a copy of its own.
"""

from __future__ import annotations

import io
import json
import statistics
import subprocess
import time
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from PIL import Image

from bench import measure, report
from wbs.portal.reporter.scrub import examine
from wbs.scrub.files import scrub

BOUND = 3.0
CLIENT = Path(__file__).parents[1] / "client"
SIZE = (4000, 3000)


def main() -> list[bool]:
    """Whether the bound holds; prints it."""
    with TemporaryDirectory() as name:
        source, sink = Path(name) / "photo.jpg", Path(name) / "written.jpg"
        source.write_bytes(photo())
        _edit(source, sink)
        assert {"place", "thumbnail"} <= set(scrub(source.read_bytes()).removed)
        assert not scrub(sink.read_bytes()).found
        seconds = measure({"copy": partial(_copy, source, sink), "edit": partial(_edit, source, sink)}, 9, 10)
        start = time.perf_counter()
        with source.open("rb") as file:
            assert examine(file, source.stat().st_size, lambda content: content.read()).cleaned
        print(f"a photo in a child process, seconds {time.perf_counter() - start:29.2f}")
        client = _client(source, Path(name))
    return [
        report(
            "metadata of a 12-megapixel JPEG, time against a copy",
            seconds["edit"] / seconds["copy"],
            BOUND,
            "at_most",
        ),
        report("the same by the client in Node.js, time against a copy", client, BOUND, "at_most"),
    ]


def _client(source: Path, folder: Path) -> float:
    """The client's time against its copy."""
    script, sink = folder / "pace.mjs", folder / "client.jpg"
    bundle = ["--bundle", "--platform=node", "--format=esm", "--log-level=warning", f"--outfile={script}"]
    subprocess.run([CLIENT / "node_modules/.bin/esbuild", "test/pace.ts", *bundle], cwd=CLIENT, check=True)
    done = subprocess.run(["node", script, source, sink], check=True, capture_output=True)
    times: dict[str, list[float]] = json.loads(done.stdout)
    return statistics.median(times["edit"]) / statistics.median(times["copy"])


def photo() -> bytes:
    """A JPEG of some 5 MB, as a phone's camera writes it: with a place, a maker, and a thumbnail."""
    small = Image.frombytes("RGB", (400, 300), Random(1).randbytes(360_000))
    smooth = small.resize(SIZE, Image.Resampling.BICUBIC)
    grain = Image.merge("RGB", [Image.effect_noise(SIZE, 24)] * 3)
    sink, thumbnail = io.BytesIO(), io.BytesIO()
    small.resize((160, 120)).save(thumbnail, "JPEG", quality=60)
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "Nusantara", "N-7", 6
    exif.get_ifd(0x8825).update({1: "S", 2: (6.0, 13.0, 52.0), 3: "E", 4: (106.0, 49.0, 12.0)})
    preview = b"JFXX\0\x10" + thumbnail.getvalue()
    Image.blend(smooth, grain, 0.4).save(sink, "JPEG", quality=88, exif=exif)
    jpeg = sink.getvalue()
    segment = b"\xff\xe0" + (len(preview) + 2).to_bytes(2, "big") + preview
    return jpeg[:2] + segment + jpeg[2:]


def _copy(source: Path, sink: Path) -> None:
    sink.write_bytes(source.read_bytes())


def _edit(source: Path, sink: Path) -> None:
    content = scrub(source.read_bytes()).content
    assert content
    sink.write_bytes(content)
