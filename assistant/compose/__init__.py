"""LangChain's faces of the chain: a Runnable and a retriever."""

from assistant.compose.retriever import PolicydeskEmbeddings, PolicydeskRetriever
from assistant.compose.runnable import as_runnable

__all__ = ["PolicydeskEmbeddings", "PolicydeskRetriever", "as_runnable"]
