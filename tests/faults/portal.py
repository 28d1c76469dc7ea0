"""A running portal of one worker and one thread: what that thread asks the kernel for is a submission's."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from time import sleep

from tests.faults.holdings import after_a_crash, check_rows, opened
from tests.faults.pages import Form, Page
from tests.faults.reporter import INSPECT, REPORT, SEND, Reporter, Sending, is_sent, towards
from tests.faults.server import Server
from tests.faults.strace import Call, attached, calls
from tests.portal.process import free_port, lay_out
from wbs.store.session import Store


class Portal:
    """The portal, a reporter who knows it, and what was accepted of theirs."""

    def __init__(self, server: Server, config: Path, port: int) -> None:
        """File a first report, and find the thread that served it."""
        self.config = config
        self.port = port
        self.reporter = Reporter(port, Random(9))
        self.accepted: list[Sending] = []
        self._server = server
        first, form = self.report("Laporan pertama.")
        self._sent = self.finish(first, form)
        self._code = first.code
        tasks = Path(f"/proc/{self.worker}/task").iterdir()
        # The one that serves starts with the first request, after all others.
        self.thread = max((_started(task), int(task.name)) for task in tasks)[1]

    @property
    def data(self) -> str:
        """The folder of letters and database."""
        return str(self.config.parent / "data")

    @property
    def holding(self) -> Path:
        """The same as the server sees it, which may have mounted something there."""
        return Path(f"/proc/{self.worker}/root{self.data}")

    @property
    def worker(self) -> int:
        """The worker's process."""
        (worker,) = self._server.workers
        return worker

    def report(self, text: str) -> tuple[Sending, Form]:
        """Fill in a report, up to its last button."""
        report = Sending(text)
        return report, self._up_to(REPORT, report, self.reporter.visitor.get("/lapor"))

    def upload(self, text: str) -> tuple[Sending, Form]:
        """Choose files for the first report's case, up to the button that brings them to the server."""
        files = {"satu.bin": b"\0" + text.encode() * 40, "dua.bin": b"\0\1" * 50_000}
        message = Sending(text, files, self._code)
        return message, self._up_to(INSPECT, message, self._sent)

    def message(self, text: str) -> tuple[Sending, Form]:
        """The same up to the last button."""
        message, form = self.upload(text)
        return message, self._up_to(SEND, message, self.reporter.visitor.send(form, message.files))

    def finish(self, sending: Sending, form: Form) -> Page:
        """Send a form, and do what the pages say until the letter is accepted."""
        return self.go_on(sending, self.reporter.visitor.send(form, sending.files))

    def go_on(self, sending: Sending, page: Page) -> Page:
        """The same from the page that came."""
        sent = page if is_sent(page) else self.reporter.go_on(sending, page)
        assert sent is not None
        self.accepted.append(sending)
        return sent

    @contextmanager
    def traced(self, trace: Path, *options: str) -> Iterator[None]:
        """Trace the thread that serves."""
        self.rest()
        with attached([self.thread], trace, *options):
            yield

    def rest(self) -> None:
        """Wait until the thread that serves rests: it tidies up when its page has gone."""
        last = ""
        while (now := self._switches()) != last:
            last = now
            sleep(0.03)

    def steps(self, trace: Path) -> list[tuple[int, Call]]:
        """A trace's calls on the portal's folder, each with its number among those of its name."""
        counted: dict[str, int] = {}
        found = []
        for call in calls(trace):
            counted[call.name] = counted.get(call.name, 0) + 1
            if call.path.startswith(self.data):
                found.append((counted[call.name], call))
        return found

    def check(self, folder: Path) -> None:
        """What a crash would leave now holds what was accepted, nothing else, and no row without its file."""
        with self._crashed(folder) as store:
            check_rows(store)
            held = {(letter.case, letter.content) for letter in opened(store)}
        assert held == {(each.case, each.content) for each in self.accepted}

    def rows(self, folder: Path) -> int:
        """How many letters a crash would leave now; each has its whole file."""
        with self._crashed(folder) as store:
            return check_rows(store)

    @contextmanager
    def _crashed(self, folder: Path) -> Iterator[Store]:
        store = after_a_crash(self.config, self.holding, folder)
        try:
            yield store
        finally:
            store.dispose()

    def _up_to(self, action: str, sending: Sending, page: Page) -> Form:
        while (form := towards(sending, page)).action != action:
            page = self.reporter.visitor.send(form)
        return form

    def _switches(self) -> str:
        status = Path(f"/proc/{self.worker}/task/{self.thread}/status").read_text()
        return status[status.index("voluntary") :]


def _started(task: Path) -> int:
    """When a thread was started: field 22 of proc(5)."""
    return int((task / "stat").read_text().rpartition(")")[2].split()[19])


@contextmanager
def portal(folder: Path, database: str = "", within: Sequence[str] = ()) -> Iterator[Portal]:
    """Lay out and run one; ``within`` as ``Server`` has it."""
    port = free_port()
    config = lay_out(folder, port, 0.1, database)
    config.write_text(config.read_text().replace("workers = 2", "workers = 1"))
    with Server(config, port, folder / "log", within, "tests.faults.one_thread") as server:
        yield Portal(server, config, port)
