"""A reporter's server that is killed again and again, and reporters who do not give up."""

import html
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Self
from urllib.parse import urlencode

_PATIENCE = 60.0
_PAUSE = 0.05


class Server:
    """``wbs serve reporter`` and its workers; used as a context it ends with the block."""

    def __init__(self, config: Path, port: int, log: Path) -> None:
        """Serve by this configuration, which names the port; what is said on both outputs goes to ``log``."""
        self._command = [sys.executable, "-m", "wbs.cli", "serve", "reporter", "--config", str(config)]
        self._port = port
        self._log = log

    def __enter__(self) -> Self:
        self._start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._master.send_signal(signal.SIGTERM)
        assert self._master.wait(_PATIENCE) == 0

    def kill_worker(self, chance: Random) -> bool:
        """Kill one worker; False if there is none at this moment."""
        workers = self._workers()
        return bool(workers) and _kill(chance.choice(workers))

    def kill_all(self, chance: Random) -> None:
        """Kill the master, and half of the time its workers with it; start anew once they are gone."""
        workers = self._workers()
        self._master.kill()
        self._master.wait()
        if chance.random() < 0.5:
            for worker in workers:
                _kill(worker)
        # Workers left alone finish what they are at, then end by themselves.
        _until(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers))
        self._start()

    def _start(self) -> None:
        with self._log.open("ab") as sink:
            self._master = subprocess.Popen(self._command, stdout=sink, stderr=sink)
        _until(self._listens)

    def _listens(self) -> bool:
        assert self._master.poll() is None, self._log.read_text()
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self._port)) == 0

    def _workers(self) -> list[int]:
        master = self._master.pid
        return [int(each) for each in Path(f"/proc/{master}/task/{master}/children").read_text().split()]


@dataclass
class Filed:
    """One report: its code, its text, and what became of it."""

    text: str
    code: str = ""
    answered: bool = False
    interrupted: int = 0
    asked_again: int = 0


class Broken(Exception):  # noqa: N818 -- says what happened
    """No whole answer came."""


class Reporter:
    """Fills in the forms without JavaScript, and does what the pages say."""

    def __init__(self, port: int, chance: Random) -> None:
        """Talk to this port; ``chance`` decides who comes back after an answer that broke off."""
        self._origin = f"http://127.0.0.1:{port}"
        self._port = port
        self._chance = chance

    def file(self, filed: Filed) -> None:
        """File a report; gives up where nothing says whether it was sent, one time in four."""
        form = self._form(filed)
        while True:
            try:
                page = self._send("/lapor/kirim", form)
            except Broken:
                filed.interrupted += 1
                if self._chance.random() < 1 / 4:
                    return
                continue
            if "Laporan terkirim" in page:
                filed.answered = True
                return
            # The server has forgotten the code: the text comes back, and the words are to be typed again.
            assert "Belum terkirim" in page, page[:3000]
            assert html.escape(filed.text, quote=False) in page
            assert _asks(page)
            form = self._typed_again(filed, page)

    def _form(self, filed: Filed) -> dict[str, str]:
        """Walk up to the form; return what is to be sent."""
        page = self._insist("/lapor")
        words = re.findall(r"<li>\s*([a-z]{4,8})\s*</li>", page)
        filed.code = " ".join(words)
        page = self._insist("/lapor/ingat", {"state": _state(page)})
        if not _asks(page):
            first, second = (int(number) for number in re.findall(r"Kata nomor (\d+)", page))
            typed = {"word_a": words[first - 1], "word_b": words[second - 1]}
            page = self._insist("/lapor/isi", {"state": _state(page), **typed})
        if _asks(page):
            return self._typed_again(filed, page)
        return {"state": _state(page), "what": filed.text}

    @staticmethod
    def _typed_again(filed: Filed, page: str) -> dict[str, str]:
        filed.asked_again += 1
        return {"state": _state(page), "what": filed.text, "code": filed.code}

    def _insist(self, path: str, fields: dict[str, str] | None = None) -> str:
        """Ask until a whole answer comes: nothing is sent by it."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            try:
                return self._send(path, fields)
            except Broken:
                continue
        raise AssertionError("the server does not answer")

    def _send(self, path: str, fields: dict[str, str] | None = None) -> str:
        connection = self._connected()
        headers = {"Origin": self._origin, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            if fields is None:
                connection.request("GET", path)
            else:
                connection.request("POST", path, urlencode(fields), headers)
            return connection.getresponse().read().decode()
        except (OSError, http.client.HTTPException) as error:
            raise Broken(str(error)) from error
        finally:
            connection.close()

    def _connected(self) -> http.client.HTTPConnection:
        """Connect, also where nobody listens for a while: nothing is sent meanwhile."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=_PATIENCE)
            try:
                connection.connect()
            except ConnectionRefusedError:
                time.sleep(_PAUSE)
            else:
                return connection
        raise AssertionError("nobody listens")


def _asks(form: str) -> bool:
    return 'name="code"' in form


def _state(page: str) -> str:
    found = re.search(r'name="state"[^>]*value="([^"]*)"', page)
    assert found, page[:3000]
    return found[1]


def _kill(process: int) -> bool:
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)
