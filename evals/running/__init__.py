"""Cases asked and judged; runs kept, compared and gated."""

from evals.running import runs
from evals.running.cases import Case, Slice, read_all, read_cases
from evals.running.comparing import Change, Comparison, compare
from evals.running.gate import regressions
from evals.running.judge import says
from evals.running.judges import judged
from evals.running.lint import faults, read_texts
from evals.running.mine import as_plain, groups, lines, refused
from evals.running.progress import bar
from evals.running.promote import append, candidates, draft
from evals.running.ranking import check, ranking_scores
from evals.running.rows import Place, Row, half_of
from evals.running.runs import CASES, RESULTS, Run
from evals.running.scores import METRICS
from evals.running.scrub import stated
from evals.running.statistics import Difference
from evals.running.summary import ALL
from evals.running.targets import DeskTarget, opened
from evals.running.targets_http import target_at

__all__ = [
    "ALL",
    "CASES",
    "METRICS",
    "RESULTS",
    "Case",
    "Change",
    "Comparison",
    "DeskTarget",
    "Difference",
    "Place",
    "Row",
    "Run",
    "Slice",
    "append",
    "as_plain",
    "bar",
    "candidates",
    "check",
    "compare",
    "draft",
    "faults",
    "groups",
    "half_of",
    "judged",
    "lines",
    "opened",
    "ranking_scores",
    "read_all",
    "read_cases",
    "read_texts",
    "refused",
    "regressions",
    "runs",
    "says",
    "stated",
    "target_at",
]
