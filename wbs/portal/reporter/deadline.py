"""Answers that leave at a fixed time after their request, whatever was found.

A page that needed longer leaves at the next multiple, so that an overrun tells no more than its count.
"""

import math

from flask import Flask, Response, g

from wbs.portal.reporter.portal import present


def init_app(app: Flask) -> None:
    """Hold back every response whose view called ``start``. To be the first: what comes after runs before."""

    @app.after_request
    def hold(response: Response) -> Response:
        started = g.pop("started", None)
        if started is not None:
            portal = present()
            elapsed = portal.outside.timer() - started
            step = portal.settings.deadline
            portal.outside.sleep(max(1, math.ceil(elapsed / step)) * step - elapsed)
        return response


def start() -> None:
    """Let the present answer leave at the deadline, counted from now."""
    g.started = present().outside.timer()
