"""Sealing, signatures and receipt codes; nothing here knows the web, the database or our letters.

Import the module you need (``crypto.age``, ``crypto.minisign``, …): this package imports none of
them by itself, so that signing never loads sealing.
"""
