"""Bundles of cases: kept, worked out from the newest versions, put on the list of projects."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from headwater import appraisal
from headwater.errors import ConflictError, InputError
from headwater.vocabulary.appraisal_plans import BenefitPool, Bundle
from headwater.vocabulary.appraisal_value import BundleValue
from headwater.vocabulary.units import MoneyUnit
from headwater.web.appraisal.actions import keeping
from headwater.web.appraisal.actions.across import newest_versions
from headwater.web.appraisal.models import Case, CaseBundle, CaseVersion
from headwater.web.organization import audit
from headwater.web.organization.permissions import check_can
from headwater.web.projects import actions as projects
from headwater.web.projects.models import ProjectList, Rule

ROW = re.compile(r"(\d{4})\s*[:=\t ]\s*(-?[\d,.]+)")
CAP = re.compile(r"(.+?)\s*[:=\t]\s*([\d,.]+)")
MOST_TEXT = 5_000


@dataclass(frozen=True, slots=True)
class Told:
    """What a bundle is worth, or why it cannot be worked out."""

    money: MoneyUnit
    value: BundleValue | None
    extra: tuple[tuple[tuple[str, ...], float], ...] = ()
    wrong: str = ""

    @property
    def alone(self) -> float | None:
        """What the cases are worth alone, added up."""
        return None if self.value is None else sum(self.value.alone.values())


@transaction.atomic
def save_bundle(
    *,
    bundle: CaseBundle | None,
    name: str,
    members: Sequence[str],
    text: str = "",
    together: str = "",
    caps: str = "",
    seen: int = 0,
    by: User,
) -> CaseBundle:
    """Keep a bundle, or change one.

    Parameters
    ----------
    members
        Keys of its cases, two or more.
    together
        What comes only with all of them: a year and an amount a line, "2028: 40".
    caps
        The most that a benefit pool gives in a year, a pool a line, "evening visits: 300"; it wins
        over what the cases say.
    seen
        The version that the person had before them; 0 for a new one.

    Raises
    ------
    ConflictError
        If someone changed it meanwhile.
    InputError
        If it cannot be worked out; the message names the place.
    """
    check_can(by, "edit_cases")
    name = " ".join(name.replace("\x00", "").split())[:200]
    if not name:
        raise InputError("The bundle has no name: write what the cases do together.")
    if bundle is not None:
        bundle = CaseBundle.objects.select_for_update().get(pk=bundle.pk)
        if bundle.version != seen:
            raise ConflictError(
                f"{bundle} was changed by someone else meanwhile: it is at version "
                f"{bundle.version}, you had version {seen}. Load it again."
            )
    held = bundle or CaseBundle(version=0)
    held.name, held.text = name, text.replace("\x00", "").strip()[:MOST_TEXT]
    held.members = list(dict.fromkeys(members))
    held.together, held.caps = _together(together), _caps(caps)
    held.version += 1
    held.changed = timezone.now()
    _valued(held, newest_versions())
    held.save()
    audit.record(
        "appraisal.bundle.saved",
        target=held,
        by=by,
        detail={"members": held.members, "version": held.version},
    )
    return held


@transaction.atomic
def remove_bundle(*, bundle: CaseBundle, by: User) -> None:
    """Take a bundle away; its cases stay, and so do rules that it put on the list of projects."""
    check_can(by, "edit_cases")
    audit.record(
        "appraisal.bundle.removed", target=bundle, by=by, detail={"members": bundle.members}
    )
    bundle.delete()


def told(bundle: CaseBundle, versions: Sequence[CaseVersion] | None = None) -> Told:
    """Work a bundle out from the newest versions of its cases."""
    try:
        return _valued(bundle, newest_versions() if versions is None else versions)
    except InputError as error:
        return Told(MoneyUnit(), None, wrong=str(error))


@transaction.atomic
def into_portfolio(*, bundle: CaseBundle, by: User) -> int:
    """Put every case on the list of projects, and what they add to each other as synergies.

    Synergies that were there between exactly the same projects are replaced. Returns how many
    there are now.

    Raises
    ------
    InputError
        If the bundle cannot be worked out, or the list is in another currency.
    """
    check_can(by, "edit_projects")
    found = _valued(bundle, newest_versions())
    cases = {each.key: each for each in Case.objects.filter(key__in=bundle.members)}
    for key in bundle.members:
        keeping.into_projects(case=cases[key], by=by)
    held = ProjectList.current()
    ratio = found.money.scale / held.scale
    inside = set(bundle.members)
    for rule in Rule.objects.filter(kind="synergy"):
        if {rule.project, *rule.other} <= inside:
            projects.remove_rule(rule=rule, version=ProjectList.current().version, by=by)
    for members, amount in found.extra:
        projects.add_rule(
            kind="synergy",
            project=members[0],
            other=list(members[1:]),
            value=amount * ratio,
            version=ProjectList.current().version,
            by=by,
        )
    audit.record(
        "appraisal.bundle.into_projects", target=bundle, by=by, detail={"rules": len(found.extra)}
    )
    return len(found.extra)


def _valued(bundle: CaseBundle, versions: Sequence[CaseVersion]) -> Told:
    there = {each.said.id: each for each in versions}
    if lacking := [each for each in bundle.members if each not in there]:
        raise InputError(f"There is no case {lacking[0][:80]!r}: take it out of the bundle.")
    if len(bundle.members) < 2:
        raise InputError("Choose at least two cases: a bundle is worth what they are together.")
    chosen = [there[each] for each in bundle.members]
    cases = [each.said for each in chosen]
    unit = f"{cases[0].money.label}/year"
    pools = tuple(BenefitPool(name, cap, unit) for name, cap in bundle.caps.items())
    record = Bundle(
        id=f"bundle {bundle.pk or 'new'}",
        name=bundle.name,
        members=tuple(bundle.members),
        pools=pools,
        together={int(year): amount for year, amount in bundle.together.items()},
        text=bundle.text,
    )
    values = {each.said.id: each.valued for each in chosen}
    value = appraisal.value_bundle(record, cases, values=values)
    extra = appraisal.bundle_synergies(record, cases, values=values)
    money = next(each.money for each in cases if each.id == min(bundle.members))
    return Told(money, value, tuple(extra.items()))


def _together(text: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for line in text.splitlines():
        if not line.strip():
            continue
        match = ROW.fullmatch(line.strip())
        if match is None:
            raise InputError(
                f"{line.strip()[:60]!r} is no year with an amount: write 2028: 40, a year a line."
            )
        found[match[1]] = _number(match[2])
    return found


def _caps(text: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for line in text.splitlines():
        if not line.strip():
            continue
        match = CAP.fullmatch(line.strip())
        if match is None:
            raise InputError(
                f"{line.strip()[:60]!r} is no pool with its most a year: write evening visits: "
                "300, a pool a line."
            )
        found[" ".join(match[1].split())] = _number(match[2])
    return found


def _number(text: str) -> float:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        raise InputError(f"{text[:40]!r} is no amount; write 12.5.") from None
