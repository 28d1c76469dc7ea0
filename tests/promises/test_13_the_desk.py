"""Promise 13: the desk listens on loopback only, refuses foreign Host and Origin, and leaves no plaintext on
its disk but exports asked for by name.

A canary stands in a report, in the name and the bytes of a file, in a comment, an answer, a search. Every
byte that the process and its children wrote to a file is searched, and so is all that lies in the desk's
folder, the home and the folder for temporary files.
"""

import gc
import http.client
import os
import re
import signal
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.desk.office import NAMES, PASSPHRASE, Scene
from tests.desk.web.conftest import open_web
from tests.journeys.browsers import CHROMIUM, FIREFOX, PATIENCE, FirefoxBrowser, see
from tests.promises.desk_process import MEMORY, Home, Person, address, inner, launch_file, running, until
from tests.promises.leaks import forms
from tests.promises.test_01_no_plaintext_on_disk import opened_in, writes_in
from wbs.desk.importing import import_bundle
from wbs.desk.web.session import Locked

pytestmark = pytest.mark.process

CANARY = "kanari meja 71d3"
CHROMIUM_FLAGS = f"{CHROMIUM} --headless --no-sandbox --disable-gpu --remote-debugging-port=0"
NAME = NAMES[0]
_CALLS = "write,pwrite64,writev,pwritev,pwritev2,open,openat,openat2,creat,memfd_create,bind"
_TRACER = ("strace", "-f", "-y", "-xx", "-s", "2097152", "-e", f"trace={_CALLS}")
# What a desk may write to disk: sealed files by their hash, and what names nothing.
_SEALED = re.compile(
    r"letters/(?:[0-9a-f]{64}\.age|\.[0-9a-f]{64}\.age\.\d+\.new)|slots/\.[0-9a-f]{32}\.slot\.\d+\.new"
    r"|\.?(?:journal|index|office\.toml)(?:\.\d+\.new)?|lock|pages"
    r"|incoming/upload-[0-9a-f]{32}\.tar"
    r"|keyring/\.[\w.]+\.new|\.?vault\.age(?:\.\d+\.new)?"
)


@dataclass(frozen=True)
class Day:
    """What a day at the desk left: all that lies there, and all that was written and opened and bound."""

    home: Home
    desk: Path
    exported: Path
    memory: Path
    token: str
    commands: list[str]
    listening: list[str]
    writes: list[tuple[str, bytes]]
    opened: list[str]
    bound: list[str]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    """A day at a desk that opens no browser, traced."""
    home = Home(tmp_path_factory.mktemp("laptop"))
    scene, case = office(tmp_path_factory.mktemp("office"))
    trace = tmp_path_factory.mktemp("trace") / "strace"
    desk, exported = home.folder / "home" / "meja", home.folder / "ekspor"
    scene.place(NAME).rename(desk)
    exported.mkdir()
    bundle = scene.portal.bundle(scene.today).read_bytes()
    with running(desk, home, "--no-browser", before=(*_TRACER, "-o", str(trace))) as process:
        launch = launch_file(process)
        entrance = address(launch)
        token = entrance.rpartition("=")[2]
        commands, listening = command_lines(), sockets(int(entrance.split(":")[2].split("/")[0]))
        work(Person(entrance), case, bundle, exported)
        os.kill(inner(process), signal.SIGINT)
        assert process.wait(PATIENCE) == 0
    text = trace.read_text()
    bound = re.findall(r"\bbind\(\d+<[^>]*>, (\{.*?\})", text)
    return Day(
        home=home,
        desk=desk,
        exported=exported,
        memory=launch.parent,
        token=token,
        commands=commands,
        listening=listening,
        writes=writes_in(trace),
        opened=opened_in(trace),
        bound=bound,
    )


def office(folder: Path) -> tuple[Scene, str]:
    """Return an office and the name of a case in it, whose bundle is not taken in yet."""
    # The desk goes by the computer's date, and so must the office.
    scene = Scene(folder, datetime.now(UTC).date())
    reporter = next(
        each for each in (scene.reporter(f"pelapor {number}") for number in range(50)) if NAME in each.panel()
    )
    scene.portal.receive(reporter.report(f"{CANARY} laporan"), scene.today)
    files = {f"{CANARY} lampiran.txt": f"{CANARY} isi".encode()}
    scene.portal.receive(
        reporter.files(files, reporter.panel(), type="text/plain", path="attachments/01.txt"), scene.today
    )
    return scene, reporter.case


def work(person: Person, case: str, bundle: bytes, exported: Path) -> None:
    """Do what a day brings, the canary everywhere."""
    person.post("/buka", passphrase="kanari salah " + CANARY)
    assert person.status == 403
    until(lambda: "Frasa sandi" not in person.post("/buka", passphrase=PASSPHRASE))
    person.post("/impor", {"bundle": (f"{CANARY}.tar", bundle)}, acknowledge="y")
    until(lambda: case in person.get("/"))
    assert CANARY in person.get(f"/kasus/{case}")
    assert CANARY in person.get(f"/?q={CANARY.replace(' ', '+')}")
    draft = bytes(16).hex()
    person.post(f"/kasus/{case}/catatan", act="comment", comment=f"{CANARY} komentar", draft=draft)
    assert f"{CANARY} komentar" in person.get(f"/kasus/{case}")
    answer = {"draft": bytes(15).hex() + "01", "text": f"{CANARY} jawaban", "readers": NAME}
    page = person.post(f"/kasus/{case}/jawab", do="preview", **answer)
    assert CANARY in page
    seen = re.search(r'name="seen"\s+value="([^"]+)"', page)
    assert seen
    person.post(f"/kasus/{case}/jawab", do="send", seen=seen[1], **answer)
    assert f"{CANARY} jawaban" in person.get(f"/kasus/{case}")
    assert CANARY in person.get(f"/kasus/{case}/lampiran/1")
    for page in ("bukti", "cetak"):
        assert CANARY in person.get(f"/kasus/{case}/{page}")
    sha256 = re.search(r'name="sha256"\s+value="([0-9a-f]{64})"', person.get(f"/kasus/{case}/lampiran/1"))
    assert sha256
    person.post(f"/kasus/{case}/lampiran/1/simpan", folder=str(exported), sha256=sha256[1])
    person.post(f"/{quote(CANARY)}", text=CANARY)
    person.post("/kasus/00000000/catatan", comment=CANARY)
    person.post("/kunci")
    assert "Frasa sandi" in person.get(f"/kasus/{case}")


def command_lines() -> list[str]:
    """Return the command line and, where they can be read, the environment of every process."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        for name in ("cmdline", "environ"):
            try:
                found.append((path / name).read_bytes().decode("utf-8", "replace"))
            except OSError:
                continue
    return found


def sockets(port: int) -> list[str]:
    """Return the addresses, as the kernel writes them, on which anybody listens at a port."""
    found = []
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            local, state = line.split()[1], line.split()[3]
            if state == "0A" and int(local.rpartition(":")[2], 16) == port:
                found.append(local.rpartition(":")[0])
    return found


def leaking(paths: list[Path]) -> list[Path]:
    """Return the files in which, or in whose names, the canary stands in any spelling."""
    return [path for path in paths if told(path.read_bytes() + b"\n" + os.fsencode(path.name))]


def told(data: bytes) -> bool:
    """Tell whether the canary stands somewhere in any spelling."""
    small = data.lower()
    return any(form in small or form in data for form in forms(CANARY))


def test_it_listens_on_loopback_alone(day: Day) -> None:
    assert day.listening == ["0100007F"]
    inet = [each for each in day.bound if "AF_INET" in each]
    assert inet
    for each in inet:
        assert 'inet_addr("\\x31\\x32\\x37\\x2e\\x30\\x2e\\x30\\x2e\\x31")' in each, each


def test_the_token_stands_in_no_command_line(day: Day) -> None:
    assert any("wbs.cli" in each for each in day.commands)
    assert not [each for each in day.commands if day.token in each]


def test_nothing_written_to_a_file_can_be_read(day: Day) -> None:
    sealed = [path for path, _ in day.writes if path.startswith(str(day.desk))]
    assert any("/journal" in path for path in sealed), "the trace sees nothing"
    elsewhere = (str(day.exported), "/dev/pts", f"{MEMORY}/wbs-desk-")
    assert not {path for path, data in day.writes if not path.startswith(elsewhere) and told(data)}
    assert not [path for path, data in day.writes if day.token.encode() in data and "/wbs-desk-" not in path]


def test_nothing_else_is_opened_to_be_written(day: Day) -> None:
    inside = f"{day.desk}/"
    assert [each for each in day.opened if each.startswith(inside)]
    known = (f"{MEMORY}/wbs-desk-", str(day.exported), "/dev/null", "/dev/tty")
    written = {path for path, _ in day.writes}
    # An export has no name until it is whole: where its bytes went, the writes say.
    for path in written.union(day.opened) - {"."}:
        if path.startswith(inside):
            assert _SEALED.fullmatch(path.removeprefix(inside)), path
        else:
            # A child gives itself up first where memory is short.
            assert path.startswith(known) or re.fullmatch(r"/proc/(?:self|\d+)/oom_score_adj", path), path


def test_nothing_that_lies_there_can_be_read_but_what_was_exported(day: Day) -> None:
    found = leaking(day.home.files())
    assert found
    assert all(path.is_relative_to(day.exported) for path in found), found


def test_what_was_in_memory_is_gone(day: Day) -> None:
    assert any(path.startswith(str(day.memory)) for path in day.opened)
    assert not day.memory.exists()


@pytest.fixture
def place(tmp_path: Path) -> tuple[Path, Home]:
    """A desk's folder, and the home of whoever sits there."""
    return Scene(tmp_path, datetime.now(UTC).date()).place(NAME), Home(tmp_path / "laptop")


def test_the_launch_file_is_for_its_owner_and_for_once(place: tuple[Path, Home]) -> None:
    folder, home = place
    with running(folder, home, "--no-browser") as process:
        launch = launch_file(process)
        assert launch.stat().st_mode & 0o777 == 0o600
        assert launch.parent.stat().st_mode & 0o777 == 0o700
        entrance = address(launch)
        Person(entrance)
        until(lambda: not launch.exists())
        host = entrance.split("/")[2]
        assert status(host, entrance.partition(host)[2]) == 403


def status(host: str, path: str, **headers: str) -> int:
    """Return how a stranger's request is answered."""
    connection = http.client.HTTPConnection(host, timeout=PATIENCE)
    try:
        connection.request(
            "GET", path, headers={name.replace("_", "-"): each for name, each in headers.items()}
        )
        return connection.getresponse().status
    finally:
        connection.close()


def test_a_foreign_name_and_a_foreign_page_are_refused(place: tuple[Path, Home]) -> None:
    folder, home = place
    with running(folder, home, "--no-browser") as process:
        person = Person(address(launch_file(process)))
        (cookie,) = person.cookies
        mine = {"Cookie": f"{cookie.name}={cookie.value}"}
        host = person.origin.removeprefix("http://")
        port = host.partition(":")[2]
        assert status(host, "/buka", **mine) == 200
        assert status(host, "/buka") == 403
        assert status(host, "/buka", **mine, Host=f"meja.contoh:{port}") == 403
        assert status(host, "/buka", **mine, Host=f"localhost:{port}") == 403
        assert status(host, "/buka", **mine, Origin="https://contoh.test") == 403
        assert status(host, "/buka", **mine, Sec_Fetch_Site="cross-site") == 403


def test_a_second_opening_says_so(place: tuple[Path, Home]) -> None:
    folder, home = place
    with running(folder, home, "--no-browser") as process:
        launch_file(process)
        with running(folder, home, "--no-browser") as second:
            assert second.wait(PATIENCE) == 1
            assert second.stderr is not None
            assert "sudah terbuka di peramban" in second.stderr.read()


def test_a_shutdown_ends_it_in_order(place: tuple[Path, Home]) -> None:
    folder, home = place
    for ending in (signal.SIGTERM, signal.SIGHUP):
        with running(folder, home, "--no-browser") as process:
            memory = launch_file(process).parent
            process.send_signal(ending)
            assert process.wait(PATIENCE) == 0
        assert not memory.exists()


def test_a_browser_that_does_not_stay_is_said(place: tuple[Path, Home], tmp_path: Path) -> None:
    folder, home = place
    stand_in(tmp_path / "programs", "chromium", "true")
    with running(folder, home, path=str(tmp_path / "programs")) as process:
        assert process.wait(PATIENCE) == 1
        assert process.stderr is not None
        assert "Peramban berakhir sebelum meja terbuka" in process.stderr.read()


def test_what_a_crash_leaves_is_gone_at_the_next_start(place: tuple[Path, Home]) -> None:
    folder, home = place
    with running(folder, home, "--no-browser") as process:
        left = launch_file(process).parent
        process.kill()
        process.wait(PATIENCE)
    assert left.exists()
    with running(folder, home, "--no-browser") as process:
        launch_file(process)
        assert not left.exists()


def test_locking_lets_go_of_keys_index_and_search(tmp_path: Path) -> None:
    scene, case = office(tmp_path)
    with scene.desk(NAME) as opened:
        import_bundle(opened, scene.portal.bundle(scene.today))
    del opened
    with open_web(scene, NAME, []) as web:
        assert web.post("/buka", passphrase=PASSPHRASE).status_code == 303
        assert CANARY in web.get(f"/kasus/{case}")
        assert CANARY in web.get(f"/?q={quote(CANARY)}")
        with web.desk() as desk:
            shelf = desk.shelf
            kept = [desk, desk.vault, shelf, shelf._index, shelf.catalogue, shelf.search, desk.cases]
        left = [weakref.ref(each) for each in kept]
        del desk, shelf, kept
        web.post("/kunci")
        gc.collect()
        assert [each() for each in left] == [None] * len(left)
        with pytest.raises(Locked), web.session.desk():
            pass


def test_it_leaves_no_core_file(place: tuple[Path, Home]) -> None:
    folder, home = place
    with running(folder, home, "--no-browser") as process:
        launch_file(process)
        assert re.search(r"Max core file size +0 +0 ", Path(f"/proc/{process.pid}/limits").read_text())


@pytest.mark.browser
def test_the_browser_leaves_nothing_but_in_memory(tmp_path: Path) -> None:
    home = Home(tmp_path / "laptop")
    (tmp_path / "office").mkdir()
    scene, case = office(tmp_path / "office")
    desk = home.folder / "home" / "meja"
    with scene.desk(NAME) as opened:
        import_bundle(opened, scene.portal.bundle(scene.today))
    scene.place(NAME).rename(desk)
    programs = tmp_path / "programs"
    stand_in(programs, "chromium", CHROMIUM_FLAGS)
    with running(desk, home, path=str(programs)) as process:
        profile = the_profile(process.pid)
        with driven(profile) as page:
            page.wait_for_url("**/buka")
            assert not [each for each in command_lines() if "masuk?token" in each]
            page.locator("#passphrase").fill(PASSPHRASE)
            page.keyboard.press("Enter")
            page.wait_for_url(re.compile(r":\d+/$"))
            page.goto(page.url + f"kasus/{case}")
            assert CANARY in page.content()
            page.goto(page.url.partition("/kasus")[0] + f"/?q={CANARY}")
            page.locator("input[name=q]").fill(f"{CANARY} lagi")
            assert profile.is_relative_to(MEMORY)
        # Closing the browser ends the desk.
        assert process.wait(PATIENCE) == 0
    assert not profile.parent.exists()
    assert not leaking(home.files())


@pytest.mark.browser
def test_firefox_speaks_to_the_desk_and_to_nobody_else(tmp_path: Path) -> None:
    # Loaded by tests.journeys.browsers already, which keeps quiet what they warn of when first compiled.
    from marionette_driver.errors import UnknownException
    from marionette_driver.marionette import Marionette

    home, programs = Home(tmp_path / "laptop"), tmp_path / "programs"
    scene = Scene(tmp_path, datetime.now(UTC).date())
    stand_in(programs, "firefox-esr", f"{FIREFOX} --headless --marionette -remote-allow-system-access")
    with running(scene.place(NAME), home, path=str(programs)) as process:
        profile = the_profile(process.pid)
        port = profile / "MarionetteActivePort"
        until(lambda: port.exists() and port.read_text().strip())
        driver = Marionette(host="127.0.0.1", port=int(port.read_text()), socket_timeout=PATIENCE)
        driver.start_session()
        firefox = FirefoxBrowser(driver)
        see(firefox, "Meja terkunci")
        firefox.fill("Frasa sandi", PASSPHRASE)
        firefox.press("Buka meja")
        see(firefox, "Verifikator 1")
        # The end of loading this page must not be taken for that of the next.
        until(lambda: driver.execute_script("return document.readyState") == "complete")
        with pytest.raises(UnknownException, match="proxyConnectFailure"):
            driver.navigate("http://contoh.test/")
        driver._request_in_app_shutdown()
        assert process.wait(PATIENCE) == 0
    assert not profile.parent.exists()
    assert home.files() == []


@pytest.mark.browser
def test_the_browser_ends_with_the_desk(tmp_path: Path) -> None:
    home = Home(tmp_path / "laptop")
    programs = tmp_path / "programs"
    stand_in(programs, "chromium", CHROMIUM_FLAGS)
    with running(tmp_path / "meja", home, path=str(programs)) as process:
        profile = the_profile(process.pid)
        until(lambda: (profile / "DevToolsActivePort").exists())
        process.kill()
        process.wait(PATIENCE)
        until(lambda: not browsers(profile))


def stand_in(folder: Path, name: str, command: str) -> None:
    """Make the only browser that the desk finds: one without a window, which a test can drive."""
    folder.mkdir()
    program = folder / name
    program.write_text(f'#!/bin/sh\nPATH=/usr/bin:/bin exec {command} "$@"\n')
    program.chmod(0o755)


@contextmanager
def driven(profile: Path) -> Iterator[Page]:
    """Drive the browser that runs on a profile, on the page that it was opened with; then close it."""
    port = profile / "DevToolsActivePort"
    until(lambda: port.exists() and port.read_text().count("\n"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port.read_text().split()[0]}")
        (page,) = browser.contexts[0].pages
        yield page
        browser.new_browser_cdp_session().send("Browser.close")


def the_profile(pid: int) -> Path:
    """Return the browser's profile, once there is one."""
    until(lambda: list(MEMORY.glob(f"wbs-desk-{pid}-*/profile")))
    (profile,) = MEMORY.glob(f"wbs-desk-{pid}-*/profile")
    return profile


def browsers(profile: Path) -> list[int]:
    """Return the processes that were started on a profile."""
    return [
        int(path.parent.name)
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if path.exists() and str(profile).encode() in read(path)
    ]


def read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
