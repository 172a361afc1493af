"""`python -m headwater.web.site COMMAND`: demo, serve, and Django's own (verify_audit, ...)."""

import os
import sys

from headwater.errors import HeadwaterError
from headwater.web.site.home import data_folder, make_data_folder


def main() -> None:
    """Make the data folder, then open the house, or hand over to Django."""
    make_data_folder(data_folder())
    if sys.argv[1:2] in (["demo"], ["serve"]):
        sys.exit(_open(sys.argv[1], sys.argv[2], int(sys.argv[3])))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "headwater.web.site.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["headwater.web.site", *sys.argv[1:]])


def _open(which: str, host: str, port: int) -> int:
    from headwater.web.site import opening

    try:
        (opening.demo if which == "demo" else opening.house)(host, port)
    except HeadwaterError as error:
        sys.stderr.write(f"Error: {error}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    main()
