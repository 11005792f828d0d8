"""Directory entries: found in documents (`finding`), matched to a need (`routing`)."""
