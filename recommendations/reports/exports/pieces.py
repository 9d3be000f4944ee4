"""Where a zip goes that is sent while it is made."""


class Stream:
    """What a zip is written to: it can only be appended to, and what was written is taken away at once."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Do nothing: what is written waits until it is taken."""

    def taken(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)
