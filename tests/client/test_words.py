"""The client's word list is ours."""

from tools import clientwords


def test_the_committed_list_is_what_the_tool_writes() -> None:
    assert clientwords.TARGET.read_text("utf-8") == clientwords.words()
