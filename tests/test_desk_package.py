"""The file that installs the desk: checked by stock minisign, installed without network, updated, undone."""

import base64
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

import wbs
from tests.desk.office import NAMES, PASSPHRASE, Scene
from tests.journeys.sheets import steps

ROOT = Path(__file__).resolve().parent.parent
VERSION = wbs.__version__
NEWER, OLDER = "99.0.0", "0.0.1"

pytestmark = pytest.mark.process


@dataclass(frozen=True)
class Release:
    """A key to sign packages with, and a package of this checkout that it signed."""

    folder: Path
    package: Path

    @property
    def public(self) -> str:
        """The line that is printed on the reader's page."""
        return (self.folder / "release.pub").read_text().splitlines()[1]

    def make_key(self) -> None:
        """Make the key; without a passphrase, since nobody sits here."""
        public, secret = (str(self.folder / f"release.{each}") for each in ("pub", "key"))
        ran("minisign", "-G", "-W", "-p", public, "-s", secret)

    def sign(self, path: Path) -> Path:
        """Sign as whoever makes releases does."""
        key = str(self.folder / "release.key")
        ran("minisign", "-S", "-W", "-s", key, "-t", path.stem, "-m", str(path))
        return path


@dataclass(frozen=True)
class Person:
    """Whose laptop it is: an empty home, and no network."""

    home: Path

    def run(self, *command: str) -> "subprocess.CompletedProcess[str]":
        environment = {"HOME": str(self.home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
        return subprocess.run(
            ["unshare", "--map-root-user", "--net", *command],
            env=environment,
            cwd=self.home,
            capture_output=True,
            text=True,
            check=False,
        )

    def done(self, *command: str) -> str:
        done = self.run(*command)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def update(self, path: Path, *more: str) -> "subprocess.CompletedProcess[str]":
        return self.run(str(self.home / ".local/bin/wbs-desk-update"), str(path), *more)

    @property
    def installed(self) -> tuple[str, str]:
        """The version in use, and the one to go back to."""
        return self._named("current"), self._named("previous")

    def _named(self, link: str) -> str:
        path = self.home / ".local/share/wbs-desk-app" / link
        return str(path.readlink()) if path.is_symlink() else ""


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A package of this checkout, built as whoever makes releases does."""
    folder = tmp_path_factory.mktemp("release")
    made = Release(folder, folder / f"wbs-desk-{VERSION}.tar")
    made.make_key()
    ran("sh", str(ROOT / "tools/desk_package.sh"), str(folder / "release.pub"), str(folder))
    made.sign(made.package)
    return made


@pytest.fixture
def person(tmp_path: Path) -> Person:
    home = tmp_path / "rumah"
    home.mkdir()
    return Person(home)


def test_a_second_person_builds_the_same_bytes(release: Release, tmp_path: Path) -> None:
    with tarfile.open(release.package) as archive:
        archive.extractall(tmp_path, filter="data")
    (wheels,) = tmp_path.glob("*/wheels")
    key = str(release.folder / "release.pub")
    ran("sh", str(ROOT / "tools/desk_package.sh"), key, str(tmp_path / "again"), WHEELS=str(wheels))
    assert (tmp_path / "again" / release.package.name).read_bytes() == release.package.read_bytes()


def test_the_desk_is_installed_without_network_updated_and_gone_back_from(
    release: Release, person: Person, tmp_path: Path
) -> None:
    printed = steps("pembaca", "pasang", kunci_rilis=release.public)
    *install, update = (step.text for step in printed if step.kind == "kbd")
    stick = stick_with(tmp_path / "stick", release.package)
    said = person.done("sh", "-ec", "\n".join([f"cd {stick}", *install]))
    assert all(step.text in said for step in printed if step.kind == "q")
    assert f"Trusted comment: wbs-desk-{VERSION}" in said
    assert person.installed == (VERSION, "")
    desk = str(person.home / ".local/bin/wbs-desk")
    assert "Pemakaian: wbs desk" in person.done(desk, "--help")
    assert "new-reader" in person.done(str(person.home / ".local/bin/wbs"), "keyring", "--help")
    shortcut = (person.home / ".local/share/applications/wbs-desk.desktop").read_text()
    assert f'Exec="{desk}"' in shortcut

    data = person.home / ".local/share/wbs-desk"
    Scene(tmp_path).place(NAMES[0]).rename(data)
    passphrase = person.home / "frasa"
    passphrase.write_text(PASSPHRASE + "\n")
    opens = (desk, "--passphrase-file", str(passphrase), "cases")
    assert "Tidak ada kasus." in person.done(*opens)

    before = contents(data)
    newer = release.sign(hollow(tmp_path, release, NEWER))
    person.done("sh", "-ec", f"cd {stick_with(tmp_path / 'next', newer)}\n{update}")
    assert person.installed == (NEWER, VERSION)
    assert person.done(desk) == f"{NEWER} desk\n"
    refused = person.update(release.package)
    assert refused.returncode == 1
    assert NEWER in refused.stderr
    assert person.installed == (NEWER, VERSION)
    person.done(str(person.home / ".local/bin/wbs-desk-update"), "--back")
    assert person.installed == (VERSION, NEWER)
    assert contents(data) == before
    assert "Tidak ada kasus." in person.done(*opens)
    assert person.update(release.sign(hollow(tmp_path, release, OLDER)), "--downgrade").returncode == 0
    assert person.installed == (OLDER, VERSION)
    # Only what can be gone back to is kept.
    assert not (person.home / ".local/share/wbs-desk-app" / NEWER).exists()


def test_nothing_that_was_changed_is_installed(release: Release, person: Person, tmp_path: Path) -> None:
    first = hollow(tmp_path, release, "0.1.0")
    person.done("tar", "-xf", str(first))
    person.done("sh", str(person.home / "wbs-desk-0.1.0/install.sh"))
    good = release.sign(hollow(tmp_path, release, "0.2.0"))
    signature = good.with_name(good.name + ".minisig")
    size = good.stat().st_size
    for path in (good, signature):
        whole = path.read_bytes()
        # The signature's first line is a comment that nobody signs.
        least = whole.index(b"\n") + 3 if path == signature else 0
        for at in {least, least + 100, len(whole) // 2, len(whole) - 2}:
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            assert person.update(good).returncode != 0, (path.name, at)
        path.write_bytes(whole[: len(whole) - 1])
        assert path == signature or person.update(good).returncode != 0
        path.write_bytes(whole)
    assert good.stat().st_size == size
    signature.rename(tmp_path / "apart")
    assert person.update(good).returncode != 0
    other = Release(tmp_path, good)
    other.make_key()
    other.sign(good)
    refused = person.update(good)
    assert "Jangan pasang" in refused.stderr
    assert person.installed == ("0.1.0", "")
    assert not (person.home / ".local/share/wbs-desk-app/0.2.0").exists()


def test_of_two_versions_none_is_taken_for_the_one_that_was_meant(
    release: Release, person: Person, tmp_path: Path
) -> None:
    for version in ("0.1.0", "0.2.0"):
        package = release.sign(hollow(tmp_path, release, version))
        shutil.copy(package, person.home)
        shutil.copy(package.with_name(package.name + ".minisig"), person.home)
        person.done("tar", "-xf", str(package))
    refused = person.run("sh", "-c", "sh wbs-desk-*/install.sh")
    assert refused.returncode == 1
    assert "name one version only" in refused.stderr
    assert "wbs-desk-0.2.0/install.sh" in refused.stderr
    assert "terpasang" in person.done("sh", "wbs-desk-0.1.0/install.sh")
    for more in ("", " --downgrade"):
        refused = person.run("sh", "-c", f".local/bin/wbs-desk-update wbs-desk-*.tar{more}")
        assert refused.returncode == 1
        assert "Sebut satu berkas saja" in refused.stderr
        assert "wbs-desk-0.2.0.tar" in refused.stderr
    assert person.installed == ("0.1.0", "")
    assert person.update(person.home / "wbs-desk-0.2.0.tar").stdout.startswith("Meja 0.2.0 terpasang.")
    # Again is no harm, and is no news.
    assert person.update(person.home / "wbs-desk-0.2.0.tar").stdout.startswith("Meja 0.2.0 sudah terpasang.")
    assert person.installed == ("0.2.0", "0.1.0")


def test_what_lies_beside_no_signature_is_named(release: Release, person: Person, tmp_path: Path) -> None:
    person.done("tar", "-xf", str(hollow(tmp_path, release, "0.1.0")))
    person.done("sh", str(person.home / "wbs-desk-0.1.0/install.sh"))
    unsigned = hollow(tmp_path, release, "0.2.0")
    for path, missing in ((unsigned, f"{unsigned}.minisig"), (tmp_path / "x.tar", f"{tmp_path}/x.tar")):
        refused = person.update(path)
        assert refused.stderr == f"Berkas tidak ada / there is no file: {missing}\n"
    assert person.installed == ("0.1.0", "")


def test_a_release_hands_over_to_the_next_key(release: Release, person: Person, tmp_path: Path) -> None:
    later = Release(tmp_path, release.package)
    later.make_key()
    person.done("tar", "-xf", str(hollow(tmp_path, release, "0.1.0")))
    person.done("sh", str(person.home / "wbs-desk-0.1.0/install.sh"))
    handing_over = hollow(tmp_path, release, "0.2.0", (tmp_path / "release.pub").read_bytes())
    assert person.update(release.sign(handing_over)).returncode == 0
    last = hollow(tmp_path, release, "0.3.0")
    assert person.update(release.sign(last)).returncode != 0
    assert person.update(later.sign(last)).returncode == 0
    assert person.installed == ("0.3.0", "0.2.0")


def test_a_wheel_that_was_exchanged_is_not_installed(
    release: Release, person: Person, tmp_path: Path
) -> None:
    person.done("tar", "-xf", str(hollow(tmp_path, release, "0.2.0")))
    (wheel,) = (person.home / "wbs-desk-0.2.0/wheels").iterdir()
    wheel.write_bytes(fake_wheel("0.2.0", "print('lain')"))
    refused = person.run("sh", str(person.home / "wbs-desk-0.2.0/install.sh"))
    assert refused.returncode != 0
    assert "HASHES" in refused.stderr
    assert person.installed == ("", "")
    # Broken off is not installed: the next attempt begins anew.
    person.done("tar", "-xf", str(tmp_path / "wbs-desk-0.2.0.tar"))
    person.done("sh", str(person.home / "wbs-desk-0.2.0/install.sh"))
    assert person.installed == ("0.2.0", "")


def test_what_debian_lacks_is_named_before_anything_is_written(
    release: Release, person: Person, tmp_path: Path
) -> None:
    person.done("tar", "-xf", str(hollow(tmp_path, release, "0.2.0")))
    few = tmp_path / "few"
    few.mkdir()
    for name in ("sh", "dirname", "cat", "basename", "python3"):
        (few / name).symlink_to(shutil.which(name, path="/usr/bin:/bin") or "")
    script = str(person.home / "wbs-desk-0.2.0/install.sh")
    refused = person.run("/usr/bin/env", f"PATH={few}", "sh", script)
    assert refused.returncode == 1
    assert refused.stderr.strip().endswith(": minisign firefox-esr")
    assert not (person.home / ".local").exists()


def stick_with(folder: Path, package: Path) -> Path:
    """Return a folder with a package and its signature."""
    folder.mkdir()
    for path in (package, package.with_name(package.name + ".minisig")):
        shutil.copy(path, folder)
    return folder


def hollow(folder: Path, release: Release, version: str, key: bytes = b"") -> Path:
    """Make a package like the release's, or with another key, around a desk that only says its version."""
    name = f"wbs-desk-{version}"
    wheel = fake_wheel(version, f"print('{version}', *sys.argv[1:2])")
    hashed = hashlib.sha256(wheel).hexdigest()
    with tarfile.open(release.package) as real:
        scripts = {
            each: real.extractfile(f"wbs-desk-{VERSION}/{each}")
            for each in ("install.sh", "update.sh", "release.pub")
        }
        parts = {each: member.read() for each, member in scripts.items() if member is not None}
    parts |= {
        "VERSION": f"{version}\n".encode(),
        "requirements.txt": f"wbs-portal=={version} --hash=sha256:{hashed}\n".encode(),
        f"wheels/wbs_portal-{version}-py3-none-any.whl": wheel,
    }
    parts["release.pub"] = key or parts["release.pub"]
    path = folder / f"{name}.tar"
    with tarfile.open(path, "w", format=tarfile.USTAR_FORMAT) as archive:
        for each, data in parts.items():
            member = tarfile.TarInfo(f"{name}/{each}")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


def fake_wheel(version: str, code: str) -> bytes:
    """Return a wheel whose command ``wbs`` runs one line."""
    info = f"wbs_portal-{version}.dist-info"
    files = {
        "hollow.py": f"import sys\n\n\ndef main():\n    {code}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: wbs-portal\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": "[console_scripts]\nwbs = hollow:main\n",
    }
    record = ""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, text in files.items():
            digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
            record += f"{name},sha256={digest},{len(text.encode())}\n"
            archive.writestr(zipfile.ZipInfo(name), text)
        archive.writestr(zipfile.ZipInfo(f"{info}/RECORD"), record + f"{info}/RECORD,,\n")
    return sink.getvalue()


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def ran(*command: str, **environment: str) -> None:
    """Run what must succeed."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        command, env=os.environ | {"PATH": path} | environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
