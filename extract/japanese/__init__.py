"""The value grammar of Japanese statistics: numbers, fiscal years, units and labels.

Pure functions from text to typed values. What the grammar cannot read is refused (None), never guessed. Every rule is
a row of ``cases.csv``, which the tests read. Out of scope: where a text stands, which unit or year governs a cell.
"""
