import pytest
from fontTools.ttLib import TTFont

from citybook.fonts import characters, directories, faces, font_file

FAMILIES = ("Source Serif Pro", "Source Sans Pro")


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_has_four_faces_that_bear_its_name(family: str) -> None:
    assert set(faces(family)) == {"regular", "bold", "italic", "bold-italic"}
    for path in faces(family).values():
        with TTFont(path, lazy=True) as font:
            assert font["name"].getDebugName(1) == family


def test_a_face_is_as_bold_and_italic_as_it_was_asked_for() -> None:
    for bold in (False, True):
        for italic in (False, True):
            path = font_file("Source Serif Pro", bold=bold, italic=italic)
            with TTFont(path, lazy=True) as font:
                assert (font["OS/2"].usWeightClass >= 700) is bold
                assert (font["post"].italicAngle != 0) is italic


def test_the_folders_of_the_families_hold_their_faces() -> None:
    folders = directories(*FAMILIES)
    assert len(folders) == len(set(folders))
    assert {path.parent for f in FAMILIES for path in faces(f).values()} == {*folders}


def test_the_characters_of_a_family_are_those_it_can_print() -> None:
    known = characters("Source Serif Pro")
    assert {ord(char) for char in "AZaz09“”’—…•é"} <= known
    assert ord("漢") not in known


def test_a_family_that_no_package_brings_is_named() -> None:
    with pytest.raises(LookupError, match="NoSuchFace"):
        faces("No Such Face")
