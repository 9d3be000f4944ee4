"""Copies of a report to hand over, each made from its frozen content alone."""

import re
import unicodedata
from typing import Final
from urllib.parse import quote

LONGEST_NAME: Final = 60
_NO_LETTER: Final = re.compile(r"[^A-Za-z0-9]+")
# What no system takes in the name of a file, and what no header or eye can tell apart.
_UNFIT: Final = re.compile(r'[\x00-\x1f\x7f-\x9f"*/:<>?\\|\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]+')


def disposition(*, company: str, reference: str, ending: str) -> str:
    """Name a file for the person who saves it: in their own letters (RFC 6266), and in ASCII for what knows no others."""
    own = " ".join(_UNFIT.sub(" ", company)[:LONGEST_NAME].split()).strip(". ")
    plain = _NO_LETTER.sub("-", unicodedata.normalize("NFKD", own).encode("ascii", "ignore").decode()).strip("-")
    ascii_name = "-".join(part for part in (plain, reference) if part) + ending
    full_name = " ".join(part for part in (own, reference) if part) + ending
    return f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(full_name, safe='')}"
