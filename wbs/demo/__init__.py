"""A whole office on one machine, for looking and learning: invented people, keys without worth."""
