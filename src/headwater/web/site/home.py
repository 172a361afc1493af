"""The data folder: where the database, the secret key and the worker's lock live."""

import os
import secrets
from pathlib import Path

DATABASE = "headwater.sqlite3"
KEY_FILE = "secret_key"


def data_folder() -> Path:
    """Return the absolute path named by HEADWATER_HOME, else ``var`` in the working directory."""
    return Path(os.environ.get("HEADWATER_HOME") or "var").expanduser().resolve()


def make_data_folder(home: Path) -> None:
    """Create the folder, readable by its owner only; leave an existing one as it is."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)


def secret_key(home: Path) -> str:
    """Return the installation's secret key, generated once into the data folder (mode 0600).

    Where there is no data folder yet there is nothing to protect either: a random key of this
    process only is returned and nothing is written.
    """
    if not home.is_dir():
        return secrets.token_urlsafe(48)
    path = home / KEY_FILE
    if not path.exists():
        _write_once(path, secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii").strip()


def _write_once(path: Path, text: str) -> None:
    """Write the file whole or not at all; of several processes the first one wins."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
