"""What a report proves by itself."""

from crypto.minisign import PublicKey
from tests.factories import INSTANCE
from wbs.letters.letter import Report, peek_unverified, verify_letter
from wbs.letters.signed import Signed


def verify_report(signed: Signed) -> Report:
    """Return a report that the key inside it signed, and whose case is that key's; Unproven otherwise."""
    report = peek_unverified(signed)
    assert isinstance(report, Report)
    return verify_letter(signed, "report", INSTANCE, PublicKey.parse(report.signing_key))
