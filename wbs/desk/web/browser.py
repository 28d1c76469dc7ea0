"""The browser that the desk opens: Firefox or Chromium, its profile in memory, with no way but to the desk.

Whatever it writes down goes to that profile. It speaks to 127.0.0.1 alone: for all else it has a proxy that
is not there. The launch token stands in a file that it is told to open, never in a command line.
"""

import contextlib
import ctypes
import json
import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Final

from wbs.desk.errors import DeskError

# Debian's names, the usual browser of its desktop first.
_FIREFOX: Final = ("firefox-esr", "firefox")
_CHROMIUM: Final = ("chromium", "chromium-browser", "google-chrome")
# Port 9 is discard's; nobody listens there on a laptop, and who did would see nothing but names of updates.
_NOWHERE: Final = 9
_PATIENCE: Final = 10.0
_LOOKS: Final = ("dconf", "fontconfig", "gtk-3.0")
_PR_SET_PDEATHSIG: Final = 1

_PREFERENCES: Final[dict[str, bool | int | str]] = {
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.cache.disk.enable": False,
    "browser.cache.offline.enable": False,
    "browser.contentblocking.introCount": 20,
    "browser.download.useDownloadDir": False,
    "browser.download.start_downloads_in_tmp_dir": False,
    "browser.formfill.enable": False,
    "browser.newtabpage.enabled": False,
    "browser.safebrowsing.downloads.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.sessionstore.resume_from_crash": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.startup.page": 0,
    "browser.tabs.warnOnClose": False,
    "browser.translations.enable": False,
    "datareporting.healthreport.uploadEnabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.security.https_only_mode": False,
    "extensions.enabledScopes": 0,
    "layout.spellcheckDefault": 0,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.dns.disablePrefetch": True,
    "network.prefetch-next": False,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": _NOWHERE,
    "network.proxy.no_proxies_on": "127.0.0.1",
    "network.proxy.socks": "127.0.0.1",
    "network.proxy.socks_port": _NOWHERE,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": _NOWHERE,
    "network.proxy.type": 1,
    "network.trr.mode": 5,
    "places.history.enabled": False,
    "privacy.sanitize.sanitizeOnShutdown": True,
    "signon.rememberSignons": False,
    "startup.homepage_welcome_url": "",
    "toolkit.telemetry.enabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}

_FLAGS: Final = (
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-features=Translate,OptimizationHints,MediaRouter,AutofillServerCommunication",
    "--disable-sync",
    "--disk-cache-size=1",
    # Dates and file choosers in Indonesian, where the system has Chromium's texts.
    "--lang=id",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
    "--password-store=basic",
    f"--proxy-server=127.0.0.1:{_NOWHERE}",
    "--proxy-bypass-list=127.0.0.1",
)
_CHROMIUM_PREFERENCES: Final = {
    "background_mode": {"enabled": False},
    "autofill": {"credit_card_enabled": False, "profile_enabled": False},
    "browser": {"enable_spellchecking": False, "show_home_button": False},
    "credentials_enable_service": False,
    "download": {"prompt_for_download": True},
    "profile": {"exit_type": "Normal", "password_manager_enabled": False},
    "savefile": {"default_directory": ""},
    "session": {"restore_on_startup": 5},
    "translate": {"enabled": False},
}


class Browser:
    """A running browser, in a folder in memory that is its own."""

    def __init__(self, folder: Path, launch: Path) -> None:
        """Start it on the launch file; DeskError if there is none or it cannot be started."""
        command = _firefox(folder, launch) or _chromium(folder, launch)
        if command is None:
            raise DeskError("Tidak ada Firefox atau Chromium di komputer ini. Pasang salah satunya.")
        for name in ("cache", "config", "data", "tmp"):
            (folder / name).mkdir(mode=0o700)
        _lend_looks(folder / "config")
        environment = os.environ | {
            "MOZ_CRASHREPORTER_DISABLE": "1",
            "TMPDIR": str(folder / "tmp"),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_DATA_HOME": str(folder / "data"),
        }
        try:
            # A session of its own: Ctrl-C is for the desk, which then ends the browser in order.
            self._process = subprocess.Popen(
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=_ends_with_parent,
            )
        except OSError as error:
            raise DeskError(
                "{name} tidak dapat dijalankan ({error}).", name=command[0], error=error
            ) from None

    @property
    def running(self) -> bool:
        """Whether a person still has it open."""
        return self._process.poll() is None

    def end(self) -> None:
        """End it, with all that it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            pass
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


def write_launch(folder: Path, address: str) -> Path:
    """Write the file that leads a browser to an address, for this user alone."""
    path = folder / "meja.html"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as sink:
        sink.write(
            f'<!DOCTYPE html><title>Meja</title><meta http-equiv="refresh" content="0; url={address}">\n'
        )
    return path


def _firefox(folder: Path, launch: Path) -> list[str] | None:
    program = _which(_FIREFOX)
    if program is None:
        return None
    profile = folder / "profile"
    profile.mkdir(mode=0o700)
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in _PREFERENCES.items()]
    (profile / "user.js").write_text("".join(lines))
    return [program, "--no-remote", "--new-instance", "--profile", str(profile), launch.as_uri()]


def _chromium(folder: Path, launch: Path) -> list[str] | None:
    program = _which(_CHROMIUM)
    if program is None:
        return None
    profile = folder / "profile"
    (profile / "Default").mkdir(parents=True, mode=0o700)
    (profile / "Default" / "Preferences").write_text(json.dumps(_CHROMIUM_PREFERENCES))
    return [program, f"--user-data-dir={profile}", *_FLAGS, launch.as_uri()]


def _lend_looks(config: Path) -> None:
    """Let the browser see how the person wants windows to look: dark, in large letters, with their fonts."""
    usual = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    for name in _LOOKS:
        if (usual / name).is_dir():
            (config / name).symlink_to(usual / name)


def _which(names: tuple[str, ...]) -> str | None:
    return next((found for name in names if (found := shutil.which(name)) is not None), None)


def _ends_with_parent() -> None:
    """Let the kernel end the browser if the desk is killed: its pages would stay on the screen."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
