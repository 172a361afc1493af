"""Vertices, extreme points and enclosures of weight polytopes."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from headwater.errors import InputError, TooLargeError
from headwater.numeric.polytope import (
    bounds,
    enclose,
    extreme_points,
    share_bounds,
    share_vertices,
    vertices,
)

few = settings(max_examples=60, deadline=None)
whole = st.integers(0, 4).map(float)


def brute_vertices(matrix: np.ndarray, limits: np.ndarray) -> np.ndarray:
    """Every choice of n - 1 tight constraints that meet in one allowed point."""
    size = matrix.shape[1]
    rows = np.vstack([matrix, -np.eye(size)])
    ends = np.append(limits, np.zeros(size))
    found: set[tuple[float, ...]] = set()
    for chosen in combinations(range(len(rows)), size - 1):
        system = np.vstack([rows[list(chosen)], np.ones(size)])
        if abs(np.linalg.det(system)) > 1e-9:
            point = np.linalg.solve(system, np.append(ends[list(chosen)], 1.0))
            if np.all(rows @ point <= ends + 1e-9):
                found.add(tuple(np.round(point, 8) + 0.0))
    return np.array(sorted(found))


def test_without_constraints_the_vertices_are_the_unit_vectors() -> None:
    found = vertices(np.zeros((0, 3)), np.zeros(0))
    assert found.tolist() == [[0, 0, 1], [0, 1, 0], [1, 0, 0]]


def test_contradictions_leave_no_vertex() -> None:
    matrix = np.array([[1.0, -1.0], [-1.0, 1.0]])
    assert vertices(matrix, np.array([-0.5, -0.5])).shape == (0, 2)


def test_an_equality_written_as_two_inequalities() -> None:
    matrix = np.array([[1.0, 0, 0], [-1.0, 0, 0]])
    found = vertices(matrix, np.array([0.25, -0.25]))
    assert np.allclose(found, [[0.25, 0, 0.75], [0.25, 0.75, 0]])


def test_too_many_rays_are_refused_in_plain_words() -> None:
    matrix = np.vstack([np.eye(8), -np.eye(8)])
    limits = np.append(np.full(8, 0.2), np.full(8, -0.05))
    with pytest.raises(TooLargeError, match="more than 20 extreme points"):
        vertices(matrix, limits, most=20)


@few
@given(
    hnp.arrays(float, st.tuples(st.integers(1, 4), st.just(3)), elements=st.integers(-2, 2)),
    st.data(),
)
def test_vertices_equal_brute_force(matrix: np.ndarray, data: st.DataObject) -> None:
    limits = data.draw(hnp.arrays(float, len(matrix), elements=st.integers(-1, 1)))
    expected = brute_vertices(matrix, limits)
    found = vertices(matrix, limits)
    assert len(found) == len(expected)
    if len(found):
        assert np.allclose(found, expected, atol=1e-7)


@few
@given(st.integers(3, 5), st.integers(0, 10_000))
def test_the_order_of_constraints_changes_nothing(size: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    inside = random.dirichlet(np.ones(size))
    matrix = random.normal(size=(5, size))
    limits = matrix @ inside + 0.05
    order = random.permutation(5)
    assert np.allclose(vertices(matrix, limits), vertices(matrix[order], limits[order]))


def test_extreme_points_drop_what_lies_inside_on_an_edge_or_twice() -> None:
    corners = np.array([[1.0, 0, 0], [0, 1.0, 0], [0, 0, 1.0]])
    others = np.array([[0.5, 0.5, 0], [1 / 3, 1 / 3, 1 / 3], [1.0, 0, 0]])
    assert extreme_points(np.vstack([others, corners])).tolist() == sorted(corners.tolist())


def test_extreme_points_of_points_on_a_line() -> None:
    line = np.array([[t, 1 - t, 0.0] for t in (0.1, 0.7, 0.4, 0.2)])
    assert np.allclose(extreme_points(line), [[0.1, 0.9, 0], [0.7, 0.3, 0]])


@few
@given(st.integers(2, 5), st.integers(1, 25), st.integers(0, 10_000))
def test_every_point_is_a_mix_of_the_extreme_ones(size: int, count: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    known = random.dirichlet(np.ones(size), count)
    mixed = random.dirichlet(np.ones(count), 20) @ known
    assert np.allclose(extreme_points(np.vstack([mixed, known])), extreme_points(known))


@few
@given(st.lists(st.tuples(whole, whole), min_size=2, max_size=5))
def test_share_vertices_equal_the_extreme_images_of_all_corners(
    ranges: list[tuple[float, float]],
) -> None:
    low = np.array([min(pair) for pair in ranges])
    high = np.array([max(pair) for pair in ranges])
    if not low.any():
        return
    corners = np.array(list(product(*zip(low, high, strict=True))))
    expected = extreme_points(corners / corners.sum(axis=1, keepdims=True))
    found = share_vertices(low, high)
    assert found.shape == expected.shape
    assert np.allclose(found, expected, atol=1e-8)
    least, greatest = share_bounds(low, high)
    assert np.allclose(least, found.min(axis=0))
    assert np.allclose(greatest, found.max(axis=0))


def test_shares_of_nothing_known_are_the_whole_simplex() -> None:
    assert share_vertices(np.zeros(3), np.full(3, 100.0)).tolist() == [
        [0, 0, 1],
        [0, 1, 0],
        [1, 0, 0],
    ]


def test_a_boundless_number_joins_its_corner_to_the_others() -> None:
    found = share_vertices(np.array([1.0, 3.0, 0]), np.array([1.0, 3.0, np.inf]))
    assert np.allclose(found, [[0, 0, 1], [0.25, 0.75, 0]])


def test_all_points_zero_is_refused() -> None:
    with pytest.raises(InputError, match="every number of points is 0"):
        share_vertices(np.zeros(2), np.zeros(2))


@few
@given(st.integers(2, 8), st.integers(0, 10_000), st.sampled_from([8, 20, 10_000]))
def test_an_enclosure_leaves_nothing_out(size: int, seed: int, most: int) -> None:
    random = np.random.default_rng(seed)
    cloud = random.dirichlet(np.full(size, 5.0), 12)
    low, high = cloud.min(axis=0), cloud.max(axis=0)
    shell = enclose(low, high, most=most)
    assert len(shell) <= max(most, size)
    assert np.allclose(shell.sum(axis=1), 1)
    assert np.all(shell >= low - 1e-9)
    assert np.allclose(extreme_points(np.vstack([shell, cloud])), shell, atol=1e-8)
    if most == 10_000:
        exact = vertices(np.vstack([np.eye(size), -np.eye(size)]), np.append(high, -low))
        assert np.allclose(shell, exact, atol=1e-7)


def test_bounds_and_the_point_inside() -> None:
    matrix = np.array([[-1.0, 1.0, 0], [0, -1.0, 1.0]])  # w1 >= w2 >= w3
    low, high, inside = bounds(matrix, np.zeros(2))
    assert np.allclose(low, [1 / 3, 0, 0], atol=1e-7)
    assert np.allclose(high, [1, 1 / 2, 1 / 3], atol=1e-7)
    assert inside[0] > inside[1] + 1e-3 > inside[2] + 2e-3 > 2e-3
    with pytest.raises(InputError, match="contradict"):
        bounds(np.array([[1.0, 1.0, 1.0]]), np.array([0.5]))
