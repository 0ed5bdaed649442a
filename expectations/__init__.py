"""Great Expectations suites, the verdict on each observation, and the proofs.

Importing this package costs no more than pandas: Great Expectations itself is imported when a suite runs.
"""

from expectations.judgement import (
    Judgement,
    Verdicts,
    judge,
    judge_landing,
    judge_parts,
    judge_release,
    judge_tables,
    unjudged,
)

__all__ = [
    "Judgement",
    "Verdicts",
    "judge",
    "judge_landing",
    "judge_parts",
    "judge_release",
    "judge_tables",
    "unjudged",
]
