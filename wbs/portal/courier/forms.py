"""The courier's forms; the labels stand in the templates."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, PasswordField, RadioField, StringField
from wtforms.validators import InputRequired, Length, Optional

from wbs.letters.halfday import HalfDay
from wbs.portal.courier import exchange

# Longer than anything that fits; what is longer is not worth hashing.
_LONG = 256


class LoginForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """Name, password and second factor at once, so that no step tells which of them was wrong."""

    name = StringField(validators=[InputRequired(), Length(max=_LONG)])
    password = PasswordField(validators=[InputRequired(), Length(max=_LONG)])
    code = StringField(validators=[InputRequired(), Length(max=_LONG)])


class BundleForm(FlaskForm):  # type: ignore[misc]  # as above
    """Which letters to take along."""

    which = RadioField(choices=["new", "from", "all"], default="new")
    day = DateField(validators=[Optional()])

    def since(self, last: HalfDay | None) -> HalfDay | None:
        """Return after which half-day, None for all letters; ``last``: up to where the last bundle went.

        ValueError: a date is missing.
        """
        if self.which.data == "all":
            return None
        if self.which.data == "new":
            return last
        if self.day.data is None:
            raise ValueError("a date is missing")
        return exchange.before(self.day.data)


class OutboxForm(FlaskForm):  # type: ignore[misc]  # as above
    """An outbox, as the desk wrote it."""

    outbox = FileField(validators=[FileRequired()])


class PasswordForm(FlaskForm):  # type: ignore[misc]  # as above
    """A new password."""

    old = PasswordField(validators=[InputRequired(), Length(max=_LONG)])
    new = PasswordField(validators=[InputRequired(), Length(max=_LONG)])
    again = PasswordField(validators=[InputRequired(), Length(max=_LONG)])


class CodesForm(FlaskForm):  # type: ignore[misc]  # as above
    """New recovery codes."""

    password = PasswordField(validators=[InputRequired(), Length(max=_LONG)])
