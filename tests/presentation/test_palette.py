"""Colours that everybody can read."""

import pytest

from headwater.presentation.palette import DARK, LIGHT, SIGNS, Palette, contrast


def test_contrast_follows_the_formula() -> None:
    assert contrast("000000", "FFFFFF") == pytest.approx(21)
    assert contrast("777777", "FFFFFF") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_words_reach_double_a_on_what_is_behind_them(palette: Palette) -> None:
    for behind in (palette.paper, palette.surface):
        for ink in (palette.ink, palette.muted, palette.accent):
            assert contrast(ink, behind) >= 4.5
    for shade in palette.tones.values():
        assert contrast(shade.ink, shade.tint) >= 4.5
        assert contrast(palette.ink, shade.tint) >= 4.5
        assert contrast(shade.ink, palette.paper) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_marks_stand_out_from_the_paper(palette: Palette) -> None:
    assert all(contrast(shade.fill, palette.paper) >= 3 for shade in palette.tones.values())


def test_each_call_has_a_sign_of_its_own() -> None:
    assert len(set(SIGNS.values())) == 3
