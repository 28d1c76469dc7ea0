"""The ceremony's nouns: its files, parts, assembly, signatures, and how a keyring is told in sentences.

They run on a laptop without network or database; only publishing, in ``wbs.cli.keyring_signing``, needs more.
"""
