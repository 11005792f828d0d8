"""Whether a sentence stands in what it cites."""

from assistant.verification.verify import Source, Verdict, Verifier

__all__ = ["Source", "Verdict", "Verifier"]
