"""A text in both languages of the portal."""

from typing import Literal, NamedTuple

Language = Literal["id", "en"]


class Text(NamedTuple):
    """The same text in Indonesian and English; a pair, so that it unpacks as `(id, en)`."""

    id: str
    en: str

    def of(self, language: Language) -> str:
        return self.en if language == "en" else self.id
