"""The way in: who may speak to the desk, the passphrase, and the lock."""

from tests.desk.office import PASSPHRASE
from tests.desk.web.conftest import Web


def test_the_launch_token_opens_once(web: Web) -> None:
    stranger = web.app.test_client()
    answer = stranger.get(f"/masuk?token={web.door.token}")
    assert answer.status_code == 403


def test_without_the_cookie_nothing_is_told(web: Web) -> None:
    stranger = web.app.test_client()
    answer = stranger.get("/buka")
    assert answer.status_code == 403
    assert "wbs desk" in answer.text
    assert web.name.capitalize().replace("-", " ") not in answer.text


def test_locking_leads_to_the_passphrase_and_back(web: Web) -> None:
    assert web.post("/kunci").headers["Location"] == "/buka"
    assert not web.session.open
    assert web.client.get("/brankas").headers["Location"] == "/buka"
    assert web.post("/buka", passphrase=PASSPHRASE).headers["Location"] == "/"
    assert web.session.open
