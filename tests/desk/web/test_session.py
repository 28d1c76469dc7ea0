"""The lock: by hand, by idleness, while something is at work; and wrong passphrases."""

import threading

import pytest

from tests.desk.office import PASSPHRASE
from tests.desk.web.conftest import Web
from wbs.desk.errors import DeskError, WrongPassphrase
from wbs.desk.index import Index
from wbs.desk.web.jobs import Job
from wbs.desk.web.session import Locked


class Work:
    """A job's work that goes on until it is let go."""

    def __init__(self) -> None:
        self.go, self.began, self.seen = threading.Event(), threading.Event(), False

    def __call__(self, job: Job) -> object:
        self.began.set()
        assert self.go.wait(60)
        return job.cancelled()


def test_nobody_there_for_a_while_locks_the_desk(web: Web) -> None:
    idle = web.session.idle.total_seconds()
    web.ticks.now += idle - 1
    web.session.tick()
    assert web.session.open
    assert web.client.get("/buka/sisa").json == {"left": 1}
    web.ticks.now += 1
    assert web.client.get("/buka/sisa").json == {"left": 0}
    web.session.tick()
    assert not web.session.open
    assert web.client.get("/brankas").headers["Location"] == "/buka"


def test_what_a_person_does_keeps_it_open_and_what_a_page_does_not(web: Web) -> None:
    idle = web.session.idle.total_seconds()
    web.ticks.now += idle - 1
    web.get("/bantuan")
    web.ticks.now += idle - 1
    web.client.get("/buka/sisa")
    web.client.get("/pekerjaan")
    assert web.session.left == 1
    answer = web.client.post("/buka/sibuk", headers={"Origin": web.base, "X-CSRFToken": web.token})
    assert answer.status_code == 204
    assert web.session.left == idle


def test_an_idle_desk_is_covered_at_once_and_a_job_ends_first(web: Web) -> None:
    work = Work()
    web.session.start(Job("kerja", work))
    assert work.began.wait(60)
    web.ticks.now += web.session.idle.total_seconds()
    web.session.tick()
    assert not web.session.open
    assert web.client.get("/brankas").headers["Location"] == "/buka"
    with web.session.desk_of_job() as desk:
        assert desk.vault.reader == web.name
    job = web.session.job
    assert job is not None
    work.go.set()
    job.join()
    assert job.result is False, "nobody cancelled it"
    with pytest.raises(Locked), web.session.desk_of_job():
        pass
    assert web.session.job is None, "its result may say what was read"


def test_a_covered_desk_opens_again_while_the_job_goes_on(web: Web) -> None:
    work = Work()
    web.session.start(Job("kerja", work))
    web.ticks.now += web.session.idle.total_seconds()
    web.session.tick()
    with pytest.raises(WrongPassphrase):
        web.session.unlock("salah")
    assert not web.session.open
    web.ticks.now += 1
    web.session.unlock(PASSPHRASE)
    assert web.session.open
    work.go.set()
    assert web.session.job is not None
    web.session.job.join()
    assert web.session.open


def test_locking_by_hand_cancels_the_job(web: Web) -> None:
    work = Work()
    job = Job("kerja", work)
    web.session.start(job)
    web.post("/kunci")
    assert not web.session.open
    work.go.set()
    job.join()
    assert job.result is True
    with pytest.raises(Locked), web.session.desk_of_job():
        pass


def test_a_desk_whose_index_cannot_be_written_is_locked_all_the_same(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    with web.desk() as desk:
        desk.shelf.catalogue.set("odd", "")

    def fail(_index: Index, *_what: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(Index, "save", fail)
        with pytest.raises(MemoryError):
            web.session.lock()
    with pytest.raises(Locked), web.session.desk_of_job():
        pass
    # Its lock on the folder is gone as well: another process, or this one, may open it.
    web.session.unlock(PASSPHRASE)
    with web.desk() as again:
        assert again is not desk


@pytest.mark.parametrize("by_hand", [True, False])
def test_what_was_done_is_not_told_where_the_desk_is_covered(web: Web, by_hand: bool) -> None:
    work = Work()
    job = Job("kerja", work)
    web.session.start(job)
    web.session.notice("done", "Tersimpan: foto-kepala-dinas.jpg")
    if by_hand:
        web.post("/kunci")
    else:
        web.ticks.now += web.session.idle.total_seconds()
        web.session.tick()
    # A page that was at work when the lock fell.
    web.session.notice("done", "Tersimpan: surat-kepala-dinas.pdf")
    assert "kepala-dinas" not in web.get("/buka")
    work.go.set()
    job.join()
    web.session.unlock(PASSPHRASE)
    assert "kepala-dinas" not in web.get("/")


def test_one_job_at_a_time(web: Web) -> None:
    work = Work()
    web.session.start(Job("kerja", work))
    with pytest.raises(DeskError, match="sedang berjalan"):
        web.session.start(Job("lain", work))
    work.go.set()


def test_each_wrong_passphrase_costs_more_than_the_last(web: Web) -> None:
    web.post("/kunci")
    for pause in (1, 2, 4, 8):
        answer = web.post("/buka", passphrase="salah")
        assert answer.status_code == 403
        assert "Frasa sandi salah" in answer.text
        web.ticks.now += pause - 0.5
        # Not even the right one, as long as it lasts: otherwise waiting would be a matter of patience alone.
        assert "Coba lagi setelah 1 detik" in web.post("/buka", passphrase=PASSPHRASE).text
        web.ticks.now += 0.5
    assert web.post("/buka", passphrase=PASSPHRASE).status_code == 303


def test_a_day_that_begins_is_noticed(web: Web) -> None:
    with web.desk() as desk:
        before = desk.today
    web.scene.later(1)
    with web.desk() as desk:
        assert (desk.today - before).days == 1


def test_what_was_refused_is_said_once(web: Web) -> None:
    web.post("/brankas/salinan", folder="/tidak/ada")
    assert "/tidak/ada bukan folder" in web.get("/bantuan")
    assert "/tidak/ada bukan folder" not in web.get("/bantuan")


def test_what_waits_to_be_said_goes_with_the_lock(web: Web) -> None:
    web.post("/brankas/salinan", folder="/tidak/ada")
    web.post("/kunci")
    assert "/tidak/ada" not in web.get("/buka")
