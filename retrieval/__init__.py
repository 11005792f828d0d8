"""Documents in, passages and contacts out. Imports nothing of assistant, bots or evals."""
