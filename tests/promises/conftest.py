"""The portal's fixtures serve here too, and the store's."""

from tests.portal.conftest import laid_out, open_site, site
from tests.store.conftest import postgresql_store, served_databases

__all__ = ["laid_out", "open_site", "postgresql_store", "served_databases", "site"]
