"""Random words that stand for the right to open something."""

import hashlib
import re
import secrets
from typing import Final

BYTES: Final = 32
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43}")  # what 32 bytes look like


def new_token() -> str:
    return secrets.token_urlsafe(BYTES)


def is_token(text: str) -> bool:
    return _TOKEN.fullmatch(text) is not None


def digest(token: str) -> str:
    """Tell what is stored of a token. It is random through and through, so a plain hash can't be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()
