"""What can be wrong with an index, in sentences that say what to do."""

from __future__ import annotations

from retrieval.records import PolicydeskError


class IndexUnusableError(PolicydeskError):
    """The index cannot be used as it is; the message says how to get a good one."""


class IndexMissingError(IndexUnusableError):
    """A part of the index is not there."""


class IndexChangingError(IndexUnusableError):
    """What was open on the Chroma server has gone since."""

    retry_after = 10

    def __init__(self) -> None:
        super().__init__("The index on the Chroma server has just been replaced: ask again.")


class IndexLostError(IndexUnusableError):
    """The Chroma server answers, but no longer holds all that was written."""

    def __init__(self) -> None:
        super().__init__(
            "The Chroma server has lost a part of the index, as it does when it is killed. Run `policydesk ingest` on the machine "
            "that has the documents: it makes the index again, with the vectors that lie in its cache."
        )


class OvertakenError(PolicydeskError):
    """Another ingest to the same Chroma server ended first."""

    def __init__(self) -> None:
        super().__init__(
            "Another ingest to the Chroma server ended first, so this one is given up. Run it again: it goes on from there, and "
            "what was embedded is kept."
        )


class IndexAwayError(PolicydeskError):
    """The Chroma server does not answer."""

    retry_after = 10

    def __init__(self, address: str) -> None:
        super().__init__(
            f"No Chroma server answers at {address}: check that it runs, start it, or mend POLICYDESK_CHROMA_URL."
        )


class DamagedVersionError(IndexUnusableError):
    """A file of a version is not as it was written."""

    def __init__(self, fault: object) -> None:
        super().__init__(f"The index is damaged: {fault}. Run `policydesk ingest --rebuild`.")
        self.fault = str(fault)


def check_model(stored: object, length: object, model: str | None, dimensions: int) -> None:
    """Raise `IndexUnusableError` when vectors are not those of `model` (None: whichever) or not of its length."""
    if model is not None and stored != model:
        raise IndexUnusableError(
            f"The index was made with the embedding model {stored}, but {model} is set. "
            "Run `policydesk ingest --rebuild`, or set POLICYDESK_EMBEDDINGS back."
        )
    if model is not None and length != dimensions:
        raise IndexUnusableError(
            f"The embedding model {model} no longer gives vectors of the length in the index. "
            "Run `policydesk ingest --rebuild`."
        )
