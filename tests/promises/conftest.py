"""The portal's fixtures serve here too."""

from tests.portal.conftest import laid_out, open_site, site

__all__ = ["laid_out", "open_site", "site"]
