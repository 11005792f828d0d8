"""The one finder of Values: numbers, units, dates, periods, amounts, phones, addresses and laws, with their offsets.

What a text states is read here and nowhere else; `states` says whether a Value of one text bears out that of another.
"""

from retrieval.language.values.facts import phones, same_noun, states, values
from retrieval.language.values.record import Value, ValueKind

__all__ = ["Value", "ValueKind", "phones", "same_noun", "states", "values"]
