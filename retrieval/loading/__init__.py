"""Files to documents: one loader a format, text with exact offsets."""

from retrieval.loading.loader import SUPPORTED, UnreadableFileError, check_type, discover, document_id, load

__all__ = ["SUPPORTED", "UnreadableFileError", "check_type", "discover", "document_id", "load"]
