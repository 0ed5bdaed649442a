"""The closed domains that expectations hold observations to, and which of a dimension's words mean the whole.

Out of scope: what headings map to these words (`extract.mapping`), and the indicators themselves (`warehouse`).
"""

from extract.document import Status

SECTORS = (
    "national",
    "public",
    "private",
    "technical_college",
    "inter_university",
    "national_and_inter_university",
    "total",
)
PARTNERS = (
    "private_company",
    "all_partners",
    "large_company",
    "small_company",
    "foreign_company",
    "university_venture",
    "public_corporation",
    "national_government",
    "local_government",
    "other",
    "companies_and_others",
)
DESTINATIONS = ("domestic", "foreign", "total")

TOKEN = r"[a-z0-9][a-z0-9_.+-]*"  # noqa: S105 - the form of a word, no secret
"""The form of the open dimensions' words (size class, scope)."""

STATUSES = tuple(status.value for status in Status)
VALUED = (Status.OBSERVED.value, Status.PROVISIONAL.value, Status.ESTIMATED.value)
"""Statuses that come with a value. NIL may have one, where the notes say that it counts as 0; the others never have."""

MEDIA_TYPES = (
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.ms-excel",
    "application/vnd.ms-excel.sheet.macroEnabled.12",
    "application/vnd.oasis.opendocument.spreadsheet",
    "text/csv",
)

FIRST_YEAR = 1940
"""Before this no series of the field begins."""
