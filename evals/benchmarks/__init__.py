"""Public and own benchmarks of search, routing, verification and the bot."""

from evals.benchmarks import verification_sets
from evals.benchmarks.data import read_benchmark
from evals.benchmarks.index import file_name, indexed
from evals.benchmarks.ranking_metrics import area_under_curve
from evals.benchmarks.retrieval import document_ids
from evals.benchmarks.suite import bench

__all__ = ["area_under_curve", "bench", "document_ids", "file_name", "indexed", "read_benchmark", "verification_sets"]
