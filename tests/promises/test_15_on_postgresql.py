"""Promise 15 on PostgreSQL: after its age a letter is gone from tables and catalogues and, where the role may
ask for it, from the server's journal."""

import hashlib
import io
from datetime import timedelta
from pathlib import Path

from tests import factories_keyring as rings
from tests.databases import Served
from tests.portal.site import Site
from tests.promises.test_04_on_postgresql import knowing
from tests.promises.test_15_letters_leave_by_age_only import ARRIVAL, LAST_DAY
from tests.store.letters import drop
from wbs.store import drops, keeping
from wbs.store.session import Store


def marks(letter: bytes) -> list[bytes]:
    digest = hashlib.sha256(letter).hexdigest().encode()
    return [digest, digest[:32]]


def test_after_its_age_nothing_of_a_letter_is_left(postgresql_store: Store, served_databases: Served) -> None:
    store, server = postgresql_store, served_databases.server
    for number in range(30):
        drops.put(store, io.BytesIO(drop(number)), ARRIVAL)
    drops.release(store, ARRIVAL + timedelta(days=1))
    drops.put(store, io.BytesIO(drop(99)), ARRIVAL + timedelta(days=200))
    drops.release(store, ARRIVAL + timedelta(days=201))
    with server.admin(served_databases.name(store.folder)) as admin:
        # Samples of what stands in the tables, which PostgreSQL takes now and then by itself.
        admin.execute("ANALYZE")
    assert knowing(server.data, marks(drop(7)))
    assert drops.expire(store, LAST_DAY + timedelta(days=1)) == 30
    assert knowing(server.data, marks(drop(7))) == []
    assert knowing(server.data, marks(drop(99)))


def test_a_reply_leaves_the_database_after_sixty_days(served_databases: Served, tmp_path: Path) -> None:
    url = served_databases.url(tmp_path)
    site = Site(tmp_path, [rings.sign(rings.keyring())], database=url)
    slot = site.reply(site.file())
    site.publish(slot)
    # Of bytes, not text: replies are too random to be packed.
    mark = slot.sealed[4_000:4_032]
    assert knowing(served_databases.server.data, [mark])
    keeping.tidy(site.store, rings.PIN.instance, site.time.moment + timedelta(days=62))
    assert knowing(served_databases.server.data, [mark]) == []
    site.store.dispose()
