"""Which database: the SQLite file of the data folder, or PostgreSQL by HEADWATER_DATABASE_URL."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SCHEMES = ("postgresql", "postgres")


def database(url: str, file: Path) -> dict[str, Any]:
    """Return Django's settings of the database.

    Parameters
    ----------
    url
        ``postgresql://user:password@host:port/name?sslmode=require``; blank for the SQLite file.

    Raises
    ------
    ValueError
        If the address is no PostgreSQL address; the message says what one looks like.
    """
    return _postgresql(url) if url else _sqlite(file)


def _sqlite(file: Path) -> dict[str, Any]:
    """Return the settings without which SQLite loses what people write; tests hold all in force.

    Without IMMEDIATE two people who write at once lose one of the writes; without FULL a power
    cut loses an answered one. secure_delete overwrites what is deleted.
    """
    return {
        "ENGINE": "headwater.web.site.sqlite",
        "NAME": file,
        "TEST": {"NAME": ":memory:"},
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL;"
                "PRAGMA synchronous=FULL;"
                "PRAGMA secure_delete=ON;"
                "PRAGMA busy_timeout=20000;"
                "PRAGMA foreign_keys=ON;"
            ),
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES or not parts.path.strip("/"):
        raise ValueError(
            "HEADWATER_DATABASE_URL must look like postgresql://user:password@host:5432/name"
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "headwater.web.site.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,  # the pool keeps them
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": options,
    }
