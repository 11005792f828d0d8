"""Benchmarks and cases that measure retrieval and answers."""
