"""`python -m headwater.web.site COMMAND`: Django's own commands (migrate, verify_audit, ...)."""

import os
import sys

from headwater.web.site.home import data_folder, make_data_folder


def main() -> None:
    """Make the data folder, then hand over to Django."""
    make_data_folder(data_folder())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "headwater.web.site.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["headwater.web.site", *sys.argv[1:]])


if __name__ == "__main__":
    main()
