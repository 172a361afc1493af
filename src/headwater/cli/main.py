"""The `headwater` command; errors become one message and an exit code."""

import click

from headwater.cli import (
    appraising,
    decisions,
    explaining,
    house,
    judgement,
    lenses,
    money,
    overruling,
    refusals,
    risk,
    rules,
    scenarios,
    service,
    sheets,
)
from headwater.errors import HeadwaterError


class House(click.Group):
    """A group that shows Headwater's own errors without a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; turn a HeadwaterError into a message and its exit code."""
        try:
            return super().invoke(ctx)
        except HeadwaterError as error:
            click.echo(f"Error: {error}", err=True)
            ctx.exit(error.exit_code)


@click.group(cls=House)
@click.version_option(package_name="headwater")
def main() -> None:
    """Work upstream of the project charter: what to start, contest and stop, and why.

    Exit codes: 0 done, 2 the input needs mending, 3 not allowed, 4 the limits and rules
    contradict each other, 1 anything else.
    """


main.add_command(appraising.appraise)
main.add_command(decisions.rationalize)
main.add_command(decisions.verify)
main.add_command(explaining.explain)
main.add_command(explaining.make_room)
main.add_command(money.money)
main.add_command(scenarios.compare)
main.add_command(scenarios.certify)
main.add_command(overruling.override)
main.add_command(overruling.ledger_command)
main.add_command(judgement.group)
main.add_command(lenses.fair_share)
main.add_command(lenses.signals)
main.add_command(refusals.no_pack)
main.add_command(rules.rules)
main.add_command(risk.risk)
main.add_command(service.group)
main.add_command(sheets.template)
main.add_command(sheets.sample)
main.add_command(house.demo)
main.add_command(house.serve)
main.add_command(house.warm)
