"""Make the files of secrets/ that docker-compose.yml hands to the containers; what is there already stays as it is.

Run it once with Python 3 beside docker-compose.yml; EMAIL_URL in the environment, or what is typed, becomes email_url.
"""

import getpass
import os
import secrets
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "secrets"
ADDRESS = "postgresql://{user}:{password}@database:5432/sourcefit"


def keep(folder: Path, name: str, value: str) -> str:
    """Write a secret unless there is one, and give the one that counts."""
    file = folder / name
    if not file.exists():
        file.write_text(value)
        # Containers read it as somebody else; on this machine nobody else gets into the folder.
        file.chmod(0o444)
    return file.read_text()


def make(folder: Path, email_url: str) -> list[str]:
    folder.mkdir(mode=0o700, exist_ok=True)
    keep(folder, "secret_key", secrets.token_urlsafe(50))
    keep(folder, "secret_key_fallbacks", "")
    keep(folder, "email_url", email_url)
    owner = keep(folder, "owner_password", secrets.token_hex(24))
    web = keep(folder, "web_password", secrets.token_hex(24))
    keep(folder, "database_url_owner", ADDRESS.format(user="sourcefit", password=owner))
    keep(folder, "database_url_web", ADDRESS.format(user="sourcefit_web", password=web))
    return sorted(file.name for file in folder.iterdir())


if __name__ == "__main__":
    email = os.environ.get("EMAIL_URL") or getpass.getpass("EMAIL_URL (smtp+tls://user:password@mail.example:587): ")
    sys.stdout.write(f"{FOLDER}: {', '.join(make(FOLDER, email))}\n")
