"""Making an installation ready: data folder, database, organization, first owner, sample."""

import os
from pathlib import Path


def set_up(home: Path | None = None) -> Path:
    """Make the data folder and set Django up for it; return the folder's absolute path."""
    if home is not None:
        os.environ["HEADWATER_HOME"] = str(home.expanduser().resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "headwater.web.site.settings")
    from headwater.web.site.home import data_folder, make_data_folder

    folder = data_folder()
    make_data_folder(folder)
    import django

    django.setup()
    return folder


def prepare(home: Path | None = None, *, sample: bool = False) -> str:
    """Bring the database up to date, found the organization if need be, and let the owner in.

    Parameters
    ----------
    home
        The data folder; HEADWATER_HOME, else ``./var``, if not given.
    sample
        Whether to load the sample, once: what is there already stays as it is.

    Returns
    -------
    str
        The path of a link that signs the owner in once, within a day.
    """
    set_up(home)
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    from headwater.web.organization import actions

    owner = actions.found(currency="USD") if sample else actions.found()
    if sample:
        from headwater.web.intake.actions import load_sample

        load_sample(by=owner)
        from headwater.web.account.actions.sample import load_sample_year

        load_sample_year(by=owner)
        from headwater.web.appraisal.actions.keeping import load_sample as load_case

        load_case(by=owner)
    return actions.make_link(user=owner, by=None).path
