"""The container's own question to itself: can this site serve? Without Django, because it is asked every ten seconds."""

import http.client
import os
import sys


def main() -> int:
    # A visitor's Host header must be one of the site's names, and so must ours.
    host = os.environ.get("ALLOWED_HOSTS", "localhost").partition(",")[0].strip().lstrip(".*") or "localhost"
    connection = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("GRANIAN_PORT", "8000")), timeout=4)
    try:
        connection.request("GET", "/readyz", headers={"Host": host})
        answer = connection.getresponse()
        sys.stdout.write(answer.read().decode())
    except OSError as error:
        sys.stdout.write(f"{error}\n")
        return 1
    return 0 if answer.status == http.client.OK else 1


if __name__ == "__main__":
    sys.exit(main())
