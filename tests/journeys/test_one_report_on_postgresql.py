"""The story of ``test_one_report`` once more, with PostgreSQL as the portal's database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import served
from tests.journeys import test_one_report as story
from tests.journeys.office import Office, cheap_passphrases
from tests.postgresql import Server


@pytest.fixture
def office(postgresql: Server, tmp_path: Path) -> Iterator[Office]:
    """An office as the story wants it."""
    with cheap_passphrases(), served(postgresql) as databases:
        yield Office(tmp_path, databases.url(tmp_path, empty=True))


@pytest.mark.process
def test_one_report_on_postgresql(office: Office) -> None:
    story.test_one_report(office)


@pytest.mark.process
def test_a_courier_who_sits_at_the_server_on_postgresql(office: Office) -> None:
    story.test_a_courier_who_sits_at_the_server_needs_no_app(office)
