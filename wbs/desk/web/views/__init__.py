"""One file a noun of the desk's pages, each with its blueprint ``bp``."""
