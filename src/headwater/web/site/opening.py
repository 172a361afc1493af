"""Opening the house: prepare it, say where it is and how to sign in, then serve."""

import sys

from headwater.errors import InputError
from headwater.web.site import serve
from headwater.web.site.prepare import prepare

DEMO_BUDGET = "2500"  # USD million over two years: enough for three quarters of the sample


def demo(host: str, port: int) -> None:
    """Serve the sample with a first run queued; for trying out, not for real work."""
    _check_free(host, port)
    link = prepare(sample=True)
    from headwater.web.organization.actions import found
    from headwater.web.portfolio import actions as portfolio

    if portfolio.latest() is None:
        portfolio.rationalize(
            budget=DEMO_BUDGET, title="US Treasury and Education IT, FY2016-17", by=found()
        )
    _announce(host, port, link, "The sample of real public data is loaded.")
    serve.run(host, port)


def house(host: str, port: int) -> None:
    """Serve an organization's own installation."""
    _check_free(host, port)
    _announce(host, port, prepare(), "Nothing leaves this machine.")
    serve.run(host, port)


def _check_free(host: str, port: int) -> None:
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise InputError(
                f"port {port} of {host} cannot be used ({error.strerror}); "
                f"name another with --port {port + 1}"
            ) from None


def _announce(host: str, port: int, link: str, first: str) -> None:
    shown = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"  # noqa: S104
    sys.stdout.write(
        f"\nHeadwater is at {shown}\n{first}\n\n"
        f"Sign in as the owner with this link; it works once, within a day:\n"
        f"  {shown}{link}\n\nStop with Ctrl-C.\n"
    )
    sys.stdout.flush()
