"""`headwater demo`, `serve` and `warm`: the web app, and what installation prepares."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import click

HOST, PORT = "127.0.0.1", 8000


@click.command()
@click.option("--host", default=HOST, show_default=True)
@click.option("--port", default=PORT, show_default=True)
@click.option("--home", default="var/demo", show_default=True, type=click.Path(path_type=Path))
def demo(host: str, port: int, home: Path) -> None:
    """Load the sample, serve the web app, print the address and how to sign in."""
    _web(["demo", host, str(port)], home)


@click.command()
@click.option("--host", default=HOST, show_default=True)
@click.option("--port", default=PORT, show_default=True)
@click.option("--home", default="var", show_default=True, type=click.Path(path_type=Path))
def serve(host: str, port: int, home: Path) -> None:
    """Serve the web app for your own organization, and print how its owner signs in."""
    _web(["serve", host, str(port)], home)


@click.command()
def warm() -> None:
    """Compile what is compiled once (done by `make install`)."""
    from headwater import portfolio
    from headwater.service import replay

    portfolio.warm()
    replay.warm()
    click.echo("Ready.")


def _web(arguments: list[str], home: Path) -> None:
    """Run the web app in a process of its own: the command line knows no web framework."""
    environment = {**os.environ, "HEADWATER_HOME": str(home.resolve())}
    command = [sys.executable, "-m", "headwater.web.site", *arguments]
    process = subprocess.Popen(command, env=environment)  # noqa: S603  our own module
    signal.signal(signal.SIGTERM, lambda number, frame: process.terminate())
    while True:
        try:
            sys.exit(process.wait())
        except KeyboardInterrupt:
            continue  # the child got the same signal and is closing
