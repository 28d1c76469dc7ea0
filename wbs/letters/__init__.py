"""The pure formats: what is written, signed, packed and carried; docs/formats.md describes each byte.

Import the module you need; this package imports none of them by itself. Only the standard library,
``crypto.minisign``, ``crypto.bech32`` and ``crypto.errors`` may be imported here.
"""
