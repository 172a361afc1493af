"""Shapes that every room's REST API shares."""

from ninja import Schema


class Problem(Schema):
    """What went wrong, in plain words."""

    detail: str
    rules: list[str] = []


ERRORS: dict[int, type[Problem]] = {
    401: Problem,
    403: Problem,
    404: Problem,
    409: Problem,
    413: Problem,
    422: Problem,
}
"""For ``response={200: Out, **ERRORS}``: the refusals that any operation may answer."""
