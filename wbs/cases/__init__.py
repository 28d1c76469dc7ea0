"""Cases: the office's settings, the state graph, the clocks, and a case as the fold of its letters.

Pure: imports the standard library and `wbs.letters`; days and settings are arguments; nothing here reads a
clock, a file (but the packaged `office.toml`) or a network.
"""
