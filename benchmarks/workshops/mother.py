"""A process that has read the whole site, and gives birth to servers that begin at once.

Run inside an installation. It takes a port on each line of its input, forks a server that listens
there, in a process group of its own, and prints its process id; when the server has ended it
prints that too. A server killed sixty times need not be read from the disk sixty times.
"""

import os
import sys


def main() -> None:
    """Serve once for each line."""
    from headwater.web.site.prepare import set_up

    set_up()
    from django.db import connections
    from django.urls import get_resolver

    assert get_resolver().url_patterns  # reads all pages
    connections.close_all()
    say("ready")
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _serve(int(line))
        say(str(child))
        os.waitpid(child, 0)
        say("ended")


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def _serve(port: int) -> None:
    os.setsid()
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    from headwater.web.site import serve

    try:
        serve.run("127.0.0.1", port)
    finally:
        os._exit(0)


if __name__ == "__main__":
    main()
