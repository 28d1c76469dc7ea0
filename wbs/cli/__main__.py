"""``python -m wbs.cli``, for checkouts that are not installed."""

from wbs.cli import main

main()
