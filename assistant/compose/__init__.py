"""LangChain's faces of the chain: a Runnable and a retriever."""
