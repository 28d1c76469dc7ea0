"""The vectors for another implementation, one module a kind; tests/vectors/README.md says what they hold."""
