"""All cases of the organization held against each other, and bundles of them."""

from dataclasses import dataclass

from headwater import appraisal
from headwater.errors import InputError
from headwater.vocabulary.appraisal_plans import Bundle
from headwater.vocabulary.appraisal_value import BundleValue, Collision
from headwater.web.appraisal.models import Case, CaseVersion

FEWEST = 2


@dataclass(frozen=True, slots=True)
class Clash:
    """A collision with the cases that it is about, by what each says."""

    found: Collision
    said: tuple[tuple[Case, str], ...]


def newest_versions() -> tuple[CaseVersion, ...]:
    """Return the version in force of every case, in two queries."""
    held = {each.pk: each for each in Case.objects.all()}
    rows = CaseVersion.objects.filter(case__in=held).only("case", "number", "record", "value")
    return tuple(
        sorted(
            (each for each in rows if each.number == held[each.case_id].version),
            key=lambda each: held[each.case_id].title,
        )
    )


def clashes() -> tuple[Clash, ...]:
    """Return what the cases claim and cannot all have, worst first."""
    versions = newest_versions()
    if len(versions) < FEWEST:
        return ()
    cases = {each.key: each for each in Case.objects.all()}
    found = appraisal.collisions(
        [each.said for each in versions], values={each.said.id: each.valued for each in versions}
    )
    return tuple(
        Clash(each, tuple((cases[key], text) for key, text in sorted(each.said.items())))
        for each in found
    )


def together(members: list[str]) -> BundleValue:
    """Say what chosen cases are worth together: what both claim from one pool counts once.

    Raises
    ------
    InputError
        If there are fewer than two, or one is not there.
    """
    versions = {each.said.id: each for each in newest_versions()}
    lacking = [each for each in members if each not in versions]
    if lacking:
        raise InputError(f"There is no case {lacking[0][:80]!r}.")
    if len(set(members)) < FEWEST:
        raise InputError("Choose at least two cases: a bundle is worth what they are together.")
    chosen = [versions[each].said for each in dict.fromkeys(members)]
    bundle = Bundle(
        id="chosen", name="Chosen cases", members=tuple(each.id for each in chosen)
    )  # fmt: skip
    return appraisal.value_bundle(bundle, chosen)


def shared_pools() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return each benefit pool that two or more cases draw on, with their titles."""
    found: dict[str, dict[str, str]] = {}
    names: dict[str, str] = {}
    for version in newest_versions():
        for line in version.said.lines:
            if line.pool:
                at = " ".join(line.pool.casefold().split())
                names.setdefault(at, line.pool)
                found.setdefault(at, {})[version.said.id] = version.said.name
    return tuple(
        (names[at], tuple(titles.values()))
        for at, titles in sorted(found.items())
        if len(titles) >= FEWEST
    )
