"""``/bantuan``: a day at the desk in short, the keys of the keyboard, and what is not promised."""

from flask import Blueprint, render_template

from wbs.desk.web import memory

bp = Blueprint("guide", __name__)


@bp.get("/bantuan")
def show() -> str:
    """Show the guide."""
    return render_template("desk/help.html", swaps=memory.swaps())
