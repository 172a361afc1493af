"""The data folder: a key made once, for its owner's eyes; preparing twice is preparing once."""

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from headwater.web.site.home import data_folder, make_data_folder, secret_key


def test_the_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    make_data_folder(folder)
    first = secret_key(folder)

    assert len(first) >= 50
    assert secret_key(folder) == first
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [path.name for path in folder.iterdir()] == ["secret_key"]


def test_processes_that_start_together_share_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: secret_key(tmp_path), range(32)))

    assert len(keys) == 1


def test_without_a_folder_nothing_is_written(tmp_path: Path) -> None:
    absent = tmp_path / "absent"

    assert secret_key(absent) != secret_key(absent)
    assert not absent.exists()


def test_the_folder_is_named_by_the_environment(monkeypatch, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("HEADWATER_HOME", str(tmp_path))
    assert data_folder() == tmp_path
    monkeypatch.delenv("HEADWATER_HOME")
    monkeypatch.chdir(tmp_path)
    assert data_folder() == tmp_path / "var"


def test_preparing_twice_keeps_everything_and_gives_a_new_link(tmp_path: Path) -> None:
    script = (
        "from headwater.web.site.prepare import prepare\n"
        "print(prepare()); print(prepare())\n"
        "from django.contrib.auth.models import User\n"
        "from headwater.web.organization import audit\n"
        "from headwater.web.organization.models import SignInLink\n"
        "print(User.objects.count(), SignInLink.objects.filter(used=None).count())\n"
        "print(audit.verify_chain())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "HEADWATER_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        check=True,
    )

    first, second, counts, faults = done.stdout.strip().splitlines()
    assert first != second
    assert first.startswith("/sign-in/")
    assert counts == "1 1"
    assert faults == "()"
