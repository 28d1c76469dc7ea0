"""Scripts that make committed files, and those that prepare a checkout."""
