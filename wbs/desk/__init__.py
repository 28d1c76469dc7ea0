"""The investigators' desk: opens letters offline, keeps cases, answers reporters.

Everything here is logic and files; commands (and later pages) only draw it. The desk has no database and
never meets the portal.
"""
