"""HWP and HWPX files to pieces."""

from retrieval.loading.hwp.hwp import hwp_pieces

__all__ = ["hwp_pieces"]
