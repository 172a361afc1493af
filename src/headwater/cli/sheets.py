"""`headwater template` and `headwater sample`: something to start from."""

import shutil
from pathlib import Path

import click

from headwater.errors import InputError


@click.command()
@click.argument("target", metavar="WORKBOOK.xlsx", type=click.Path(path_type=Path))
@click.option("--case", "of_a_case", is_flag=True, help="For one business case.")
def template(target: Path, of_a_case: bool) -> None:
    """Write an empty, commented workbook with one example row a table."""
    from headwater import intake

    if target.suffix.lower() != ".xlsx":
        raise InputError(f"{target} should end in .xlsx")
    if target.exists():
        raise InputError(f"{target} is there already; name another file")
    if of_a_case:
        intake.write_case_template(target)
        click.echo(f"Written: {target}. Fill in 'case', 'options' and 'cash flows', then run")
        click.echo(f"  headwater appraise {target}")
        return
    intake.write_template(target)
    click.echo(f"Written: {target}. Fill in 'projects' (name and cost are enough), then run")
    click.echo(f"  headwater rationalize {target} --budget AMOUNT")


BUDGETS = {"us_it_2017": 2500, "name_and_cost": 200}  # that leave something to decide


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", default="us_it_2017", show_default=True, help="Which sample.")
def sample(folder: Path, name: str) -> None:
    """Copy a sample to FOLDER: real public data, or an illustrative business case."""
    from headwater import samples

    if folder.exists():
        raise InputError(f"{folder} is there already; name another folder")
    if name in samples.case_names():
        shutil.copytree(samples.case_path(name), folder)
        click.echo(f"Written: {folder}. Try")
        click.echo(f"  headwater appraise {folder}")
        return
    shutil.copytree(samples.path(name), folder)
    click.echo(f"Written: {folder}. Try")
    click.echo(f"  headwater rationalize {folder} --budget {BUDGETS.get(name, 'AMOUNT')}")
