"""What the ceremony does, without the talking: parts, assembly, signatures, comparison.

It runs on a laptop without network or database; only publishing, in ``wbs.cli.keyring``, touches a store.
"""
