"""Operations over rows: count, filter, exclude, the most and the least; which documents speak of something; summaries."""

from assistant.sets.across import across_documents
from assistant.sets.operation import Operation, operation
from assistant.sets.selection import Selection, compared, select
from assistant.sets.summary import summary

__all__ = ["Operation", "Selection", "across_documents", "compared", "operation", "select", "summary"]
