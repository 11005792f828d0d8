"""Whether a sentence stands in what it cites."""

from assistant.verification import wording
from assistant.verification.support import Support
from assistant.verification.verify import Source, Verdict, Verifier

__all__ = ["Source", "Support", "Verdict", "Verifier", "wording"]
