"""Chat channels: each renders the one Answer for its own kind of reader."""
