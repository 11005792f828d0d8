"""What can be wrong with an index, in sentences that say what to do."""

from __future__ import annotations

from retrieval.records import PolicydeskError


class IndexUnusableError(PolicydeskError):
    """The index cannot be used as it is; the message says how to get a good one."""


class IndexMissingError(IndexUnusableError):
    """A part of the index is not there."""


class IndexChangingError(IndexUnusableError):
    """Another program is making the index on the Chroma server anew."""

    retry_after = 10

    def __init__(self) -> None:
        super().__init__(
            "The index on the Chroma server is being made: ask again when the ingest is done. If none is running, run "
            "`policydesk ingest`."
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
