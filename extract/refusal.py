"""Why a whole file is not read: one word for machines, a sentence for people, and what to do about it.

Readers raise `Refused` for what they cannot open at all (an encrypted or damaged file). Out of scope: pages and sheets
that cannot be read, which are verdicts of the document.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """`reason` is one of a small vocabulary, as in `html_page`; `detail` says what was found; `advice` what to do."""

    reason: str
    detail: str
    advice: str

    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}. {self.advice}."


class Refused(Exception):  # noqa: N818  a verdict on the file, no error of the program
    """A file that cannot be read, with its refusal."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal

    def __reduce__(self) -> tuple[type["Refused"], tuple[Refusal]]:
        """Refusals cross process borders."""
        return Refused, (self.refusal,)
