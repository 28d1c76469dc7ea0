"""Debian's PostgreSQL in a temporary folder: on loopback, behind a password, ended with the block.

``postgresql`` is one server for a test session and worker. Its folder lies in memory, so that fsync, which
the store insists on, costs nothing; ``Server(on_disk=True)`` is for what is about disks, kills and time.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import mkdtemp
from types import MappingProxyType
from typing import LiteralString, Self

import psycopg
import pytest
from psycopg import sql

_MEMORY = Path("/dev/shm")  # noqa: S108 -- a folder of our own is made in it
_DISK = Path("/var/tmp")  # noqa: S108 -- likewise
_ROOM = 1 << 30
_PATIENCE = 60.0
# Whom PostgreSQL runs as where the tests run as root, which it refuses.
_ACCOUNT = "postgres"
_ADMIN, _ROLE = "postgres", "wbs"


class Server:
    """A server, running; ``wbs`` is the role that owns the databases, and is no superuser."""

    def __init__(self, *, on_disk: bool = False, settings: Mapping[str, str] = MappingProxyType({})) -> None:
        """Make a cluster and start it with these settings."""
        self._bin = binaries()
        parent = _DISK if on_disk or shutil.disk_usage(_MEMORY).free < _ROOM else _MEMORY
        self.folder = Path(mkdtemp(prefix="wbs-postgresql-", dir=parent))
        self.data = self.folder / "data"
        self.log = self.folder / "log"
        self.port = _free_port()
        self._settings = settings
        self._password = secrets.token_hex(16)
        try:
            self._make()
            self.start()
            self._make_role()
        except BaseException:
            self.remove()
            raise

    def __enter__(self) -> Self:
        """Run until the block ends."""
        return self

    def __exit__(self, *_error: object) -> None:
        self.remove()

    def url(self, name: str, driver: str = "postgresql+psycopg") -> str:
        """Return the address of a database for the role that owns it."""
        return f"{driver}://{_ROLE}:{self._password}@127.0.0.1:{self.port}/{name}"

    def create(self, name: str, template: str = "template1") -> str:
        """Make a database as a copy of one that nobody is connected to; return its address."""
        self._as_admin("CREATE DATABASE {} TEMPLATE {} OWNER {}", name, template, _ROLE)
        return self.url(name)

    def drop(self, name: str) -> None:
        """Remove a database, whoever is connected to it."""
        self._as_admin("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def hang_up(self, name: str) -> None:
        """End every connection to a database, as an administrator does."""
        with self.admin() as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = %s", [name]
            )

    def admin(self, name: str = "postgres") -> psycopg.Connection:
        """Connect as the superuser; every statement commits by itself."""
        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user=_ADMIN,
            password=self._password,
            dbname=name,
            autocommit=True,
            connect_timeout=60,
        )

    def start(self) -> None:
        """Start it, also after a kill, and wait until it takes connections."""
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "shared_buffers": "16MB",
            "max_wal_size": "64MB",
            "min_wal_size": "32MB",
            "wal_recycle": "off",
            **self._settings,
        }
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        with self.log.open("ab") as sink:
            self._process = subprocess.Popen(
                self._command("postgres", "-D", self.data, *options), stdout=sink, stderr=sink, cwd="/"
            )
        end = time.monotonic() + _PATIENCE
        while True:
            assert self._process.poll() is None, self.log.read_text()
            assert time.monotonic() < end, self.log.read_text()
            try:
                self.admin().close()
            except psycopg.OperationalError:
                time.sleep(0.02)
            else:
                return

    def kill(self) -> None:
        """Kill every process of it with signal 9, and wait until all are gone; ``start`` begins anew."""
        master = self._process.pid
        children = [int(each) for each in Path(f"/proc/{master}/task/{master}/children").read_text().split()]
        # The master first: it would end its children in a more orderly way.
        self._process.kill()
        self._process.wait()
        for child in children:
            try:
                os.kill(child, signal.SIGKILL)
            except ProcessLookupError:
                continue
        end = time.monotonic() + _PATIENCE
        while any(_lives(child) for child in children):
            assert time.monotonic() < end, "a killed process does not end"
            time.sleep(0.005)

    def backends(self) -> list[int]:
        """Return the processes that serve a connection of the role."""
        with self.admin() as admin:
            found = admin.execute("SELECT pid FROM pg_stat_activity WHERE usename = %s", [_ROLE])
            return [pid for (pid,) in found]

    def stop(self) -> None:
        """End it at once, as ``pg_ctl stop -m immediate`` does."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGQUIT)
        self._process.wait(_PATIENCE)

    def remove(self) -> None:
        """End it and remove its folder."""
        if hasattr(self, "_process"):
            self.stop()
        shutil.rmtree(self.folder)

    def _make(self) -> None:
        secret = self.folder / "secret"
        secret.touch(0o600)
        secret.write_text(self._password)
        if os.geteuid() == 0:
            for path in (self.folder, secret):
                shutil.chown(path, _ACCOUNT, _ACCOUNT)
        # A collation unlike SQLite's: what the store compares must not depend on it.
        options = ("--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=id-ID")
        # Weaker than the default, and faster by ten milliseconds for each of thousands of connections.
        login = ("-U", _ADMIN, "-A", "md5", f"--pwfile={secret}")
        command = self._command("initdb", "-D", self.data, "--no-sync", *login, *options)
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
        secret.unlink()
        assert done.returncode == 0, done.stderr

    def _make_role(self) -> None:
        """Make the role as docs/scaling.md says; what is granted in template1 holds in its copies."""
        role = sql.Identifier(_ROLE)
        with self.admin("template1") as admin:
            admin.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(role, self._password))
            admin.execute(sql.SQL("GRANT pg_checkpoint TO {}").format(role))
            admin.execute(sql.SQL("GRANT EXECUTE ON FUNCTION pg_switch_wal() TO {}").format(role))

    def _command(self, program: str, *arguments: object) -> list[str]:
        """As another account where this one is root's; killed with whoever started it."""
        become = [] if os.geteuid() else [f"--reuid={_ACCOUNT}", f"--regid={_ACCOUNT}", "--clear-groups"]
        return ["setpriv", "--pdeathsig=KILL", *become, "--", str(self._bin / program), *map(str, arguments)]

    def _as_admin(self, statement: LiteralString, *names: str) -> None:
        with self.admin() as admin:
            admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def binaries() -> Path:
    """Return the folder of the newest server that Debian has installed."""
    found = {int(path.parts[-3]): path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")}
    if not found:
        raise RuntimeError("PostgreSQL is missing: apt-get install postgresql")
    return found[max(found)]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """One server for all tests of a worker; each test makes a database of its own."""
    with Server() as server:
        yield server


def _lives(process: int) -> bool:
    try:
        # A dead process that nobody has waited for yet holds nothing any more.
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
