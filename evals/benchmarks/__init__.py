"""Public and own benchmarks of search, routing, verification and the bot."""

from evals.benchmarks.data import read_benchmark
from evals.benchmarks.suite import bench

__all__ = ["bench", "read_benchmark"]
