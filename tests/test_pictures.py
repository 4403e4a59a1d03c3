"""Pictures that cities send: found by name, made ready, printed with their words."""

import io
import os
import signal
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from openpyxl import load_workbook
from openpyxl.drawing.image import Image as ImageInSheet
from PIL import Image, ImageCms, PngImagePlugin
from weasyprint.urls import FatalURLFetchingError

from accounting import lost_in
from books import PICTURED, STOCK, Book, checked, copied, traveled
from citybook.document import Gap, Picture, walk
from citybook.findings import RULES, Finding, Severity
from citybook.folders import Folders
from citybook.form import read_form
from citybook.looks import MAX_PIXELS
from citybook.plate import FOLDER, Pictures
from citybook.readers.pictures import Shelf, Wanted, read_pictures, shelf_of
from citybook.readers.prepress import Made, Order, made
from citybook.source import Source
from citybook.writers.form_workbook import write_form_workbook
from citybook.writers.typesetter import OwnPictures
from conformance.docx_package import open_docx
from drawing import picture

ROOM = (378.0, 300.0)
"""Points: the measure of the book, and the height that a picture may have."""


def saved(
    path: Path,
    image: Image.Image,
    *,
    kind: str | None = None,
    exif: Image.Exif | None = None,
    profile: bytes | None = None,
) -> Path:
    image.save(path, kind, exif=exif or Image.Exif(), icc_profile=profile)
    return path


def ready(path: Path, *, memory: Path | None = None) -> Made:
    return made(Order(path, *ROOM, memory))


def opened(result: Made) -> Image.Image:
    assert result.halftone, result.detail
    return Image.open(io.BytesIO(result.data))


# What is made of a file


@pytest.mark.parametrize(
    ("size", "printed_pt", "pixels"),
    [
        ((3000, 2000), (378, 252), (1575, 1050)),  # as wide as the text, 300 an inch
        ((1000, 500), (378, 189), (1000, 500)),  # no pixel is made up
        ((900, 1800), (150, 300), (625, 1250)),  # as high as it may be
        ((500, 200), (240, 96), (500, 200)),  # 150 an inch at the least
    ],
)
def test_a_picture_fills_its_room_as_finely_as_print_can_show(
    tmp_path: Path,
    size: tuple[int, int],
    printed_pt: tuple[float, float],
    pixels: tuple[int, int],
) -> None:
    result = ready(saved(tmp_path / "a.png", picture(*size)))
    assert result.halftone
    halftone = result.halftone
    assert (halftone.width_pt, halftone.height_pt) == pytest.approx(printed_pt, abs=0.3)
    assert opened(result).size == pixels


def test_only_a_picture_with_few_pixels_gets_a_warning(tmp_path: Path) -> None:
    coarse = ready(saved(tmp_path / "a.png", picture(500, 200)))
    assert coarse.detail == (
        "It has 500 × 200 pixels and is printed 3.3 inches wide; there is room for 5.2."
    )
    assert coarse.remedy.startswith("Send it with 788 pixels across")
    assert not ready(saved(tmp_path / "b.png", picture(788, 400))).detail


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_upright_however_the_camera_was_held(
    tmp_path: Path, orientation: int
) -> None:
    upright = Image.new("RGB", (900, 600), "white")
    upright.paste("red", (0, 0, 300, 200))  # the upper left corner
    back = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    held = upright.transpose(back[orientation]) if orientation > 1 else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    result = opened(ready(saved(tmp_path / "a.jpg", held, exif=exif)))
    assert result.size == (900, 600)
    places = ((100, 80), (800, 80), (100, 500))
    assert [_is_red(result, *place) for place in places] == [True, False, False]


def _is_red(image: Image.Image, x: int, y: int) -> bool:
    color = image.getpixel((x, y))
    assert isinstance(color, tuple)
    return color[0] > 200 and color[1] < 80


SECRET = b"Camera of Exampleton"


def of_camera(path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = SECRET.decode()
    exif.get_ifd(0x8825)[2] = (41.0, 15.0, 0.0)
    picture(800, 600).save(path, exif=exif, comment=SECRET)


def with_words(path: Path) -> None:
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", SECRET.decode())
    picture(800, 600).save(path, "PNG", pnginfo=words)


def with_something_behind(path: Path) -> None:
    picture(800, 600).save(path)
    path.write_bytes(path.read_bytes() + SECRET)


@pytest.mark.parametrize("write", [of_camera, with_words, with_something_behind])
def test_nothing_goes_along_but_what_is_seen(
    tmp_path: Path, write: Callable[[Path], None]
) -> None:
    path = tmp_path / "a.jpg"
    write(path)
    result = ready(path)
    assert SECRET in path.read_bytes()
    assert SECRET not in result.data
    image = opened(result)
    assert not image.getexif()
    assert not {"exif", "icc_profile", "comment", "Author"} & set(image.info)


def _mode(mode: str) -> Image.Image:
    return picture(800, 600).convert(mode)


def _gray_of_16_bits() -> Image.Image:
    return Image.frombytes("I;16", (400, 300), struct.pack("<H", 0x8000) * 120_000)


def _see_through() -> Image.Image:
    return picture(800, 600, "logo")


def _palette() -> Image.Image:
    image = Image.new("P", (400, 300), 1)
    image.putpalette([255, 0, 0, 0, 128, 0])
    image.info["transparency"] = 1
    return image


@pytest.mark.parametrize(
    ("image", "ending", "mode", "corner"),
    [
        (_mode("L"), "png", "L", None),
        (_mode("1"), "png", "L", None),
        (_mode("CMYK"), "jpg", "RGB", None),
        (_mode("YCbCr"), "jpg", "RGB", None),
        (_gray_of_16_bits(), "png", "L", 128),
        (_see_through(), "png", "RGB", (255, 255, 255)),
        (_see_through().convert("LA"), "png", "RGB", (255, 255, 255)),
        (_palette(), "png", "RGB", (255, 255, 255)),
    ],
)
def test_every_kind_of_color_is_printed_in_rgb_or_gray_on_white(
    tmp_path: Path, image: Image.Image, ending: str, mode: str, corner: object
) -> None:
    result = opened(ready(saved(tmp_path / f"a.{ending}", image)))
    assert result.mode == mode
    # The logo leaves its lower right corner free.
    found = result.getpixel((result.width - 1, result.height - 1))
    assert corner in (None, found)


def test_colors_are_as_their_profile_says(tmp_path: Path) -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    standard = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    plain = picture(400, 300)
    for profile in (standard, lab, b"no profile at all"):
        path = saved(tmp_path / "a.png", plain, profile=profile)
        result = opened(ready(path))
        colors = zip(result.tobytes(), plain.tobytes(), strict=True)
        assert max(abs(one - other) for one, other in colors) <= 2


def test_what_is_seen_through_stays_so_whatever_the_profile(tmp_path: Path) -> None:
    standard = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    logo = picture(800, 600, "logo")
    path = saved(tmp_path / "a.png", logo, profile=standard)
    assert opened(ready(path)).getpixel((799, 599)) == (255, 255, 255)


def _short(ending: str) -> bytes:
    stream = io.BytesIO()
    picture(1200, 900).save(stream, {"jpg": "JPEG", "png": "PNG"}[ending])
    return stream.getvalue()[: stream.tell() // 2]


def _bomb(width: int, height: int) -> bytes:
    """Return a PNG that is small as a file, and vast as a picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(1_000_000), 9)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", data), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _as(kind: str) -> bytes:
    stream = io.BytesIO()
    picture(400, 300).save(stream, kind)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "neither a JPEG nor a PNG"),
        (b"<svg/>", "neither a JPEG nor a PNG"),
        (_as("GIF"), "neither a JPEG nor a PNG"),
        (_as("TIFF"), "neither a JPEG nor a PNG"),
        (b"\xff\xd8\xff\xe0 and no more", "damaged, or only a part of it"),
        (_short("jpg"), "damaged, or only a part of it"),
        (_short("png"), "damaged, or only a part of it"),
        (_bomb(9000, 9000), f"9,000 × 9,000 pixels; {MAX_PIXELS:,} in all"),
        (_bomb(50_000, 50_000), "more pixels than any camera makes"),
        (_bomb(3000, 40), "3,000 × 40 pixels; 60 each way"),
        (_bomb(7000, 7000), "damaged, or only a part of it"),
        (bytes(20_000_001), "20,000,001 bytes; the limit is 20,000,000"),
    ],
)
def test_what_is_no_sound_picture_is_refused_with_a_reason(
    tmp_path: Path, data: bytes, said: str
) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(data)
    result = ready(path)
    assert result.halftone is None
    assert said in result.detail


def test_a_picture_is_told_by_its_content_and_not_by_its_ending(tmp_path: Path) -> None:
    result = ready(saved(tmp_path / "a.jpg", picture(400, 300), kind="PNG"))
    assert result.halftone
    assert result.halftone.picture.endswith(".png")


def test_of_several_pictures_in_one_file_the_first_is_printed(tmp_path: Path) -> None:
    first, small = picture(800, 600), picture(300, 200)
    path = tmp_path / "a.jpg"
    first.save(path, "MPO", save_all=True, append_images=[small])
    assert opened(ready(path)).size == (800, 600)


def test_equal_pictures_give_equal_bytes_and_others_another_name(
    tmp_path: Path,
) -> None:
    one, two = (saved(tmp_path / f"{n}.jpg", picture(900, 600)) for n in "ab")
    other = saved(tmp_path / "c.jpg", picture(900, 601))
    assert ready(one) == ready(two)
    assert ready(one).halftone != ready(other).halftone


# Which file is meant


def wanted(name: str, file: str = "form.yaml") -> Wanted:
    return Wanted(name, (Source(file, "", 3, 7), "city/view"), "Picture: ", *ROOM)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    for name in (
        *("Town Hall.JPG", "park.png", "west/oak.jpg", "east/Oak.JPG", ".hidden.png"),
        *("west/oak.xlsx", "partners/list.png", "sub/fe\u0301te.png", "park.yaml"),
    ):
        path = tmp_path / "submissions" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    (tmp_path / "secret.png").write_bytes(b"")
    (tmp_path / "submissions" / "link.png").symlink_to(tmp_path / "secret.png")
    return shelf_of(tmp_path / "submissions")


@pytest.mark.parametrize(
    ("typed", "beside", "files"),
    [
        ("Town Hall.JPG", "form.yaml", ("Town Hall.JPG",)),
        ("town  hall.jpg", "a/b/form.yaml", ("Town Hall.JPG",)),
        ("TOWN HALL", "form.yaml", ("Town Hall.JPG",)),
        ("park", "form.yaml", ("park.png",)),
        (r"C:\Pictures\park.png", "form.yaml", ("park.png",)),
        ("/etc/park.png", "form.yaml", ("park.png",)),
        ("oak.jpg", "west/form.yaml", ("west/oak.jpg",)),
        ("oak", "east/form.yaml", ("east/Oak.JPG",)),
        ("oak.jpg", "form.yaml", ("east/Oak.JPG", "west/oak.jpg")),
        ("F\u00e9te.png", "form.yaml", ("sub/fe\u0301te.png",)),
        ("../secret.png", "form.yaml", ()),
        ("link.png", "form.yaml", ()),
        (".hidden.png", "form.yaml", ()),
        ("list.png", "form.yaml", ()),
        ("*.png", "form.yaml", ()),
    ],
)
def test_a_file_is_found_by_its_name_among_those_that_are_there(
    shelf: Shelf, typed: str, beside: str, files: tuple[str, ...]
) -> None:
    assert shelf.files(wanted(typed, beside)) == files


def test_a_picture_that_was_made_ready_is_not_made_again(tmp_path: Path) -> None:
    folder, memory = tmp_path / "submissions", tmp_path / "output"
    folder.mkdir()
    path = saved(folder / "a.jpg", picture(2000, 900))
    first, wrong = read_pictures([wanted("a")], shelf_of(folder), memory=memory)
    assert not wrong
    again = ready(path, memory=memory)
    assert again.halftone in first.values()
    assert not again.data
    kept = Pictures(memory / FOLDER)
    assert [kept.raster(each.picture) for each in first.values()] == [ready(path).data]


def dying(_: Order) -> Made:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def test_a_picture_that_ends_its_reader_costs_itself_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(tmp_path / "a.jpg", picture(2000, 900))
    monkeypatch.setattr("citybook.readers.pictures.made", dying)
    halftones, (finding,) = read_pictures([wanted("a")], shelf_of(tmp_path))
    assert not halftones
    assert finding.rule == RULES["unusable-picture"]
    assert "“a” cannot be printed. It brings down the program" in finding.detail
    assert (finding.source, finding.path) == wanted("a").place


def test_what_nobody_made_ready_is_not_served(tmp_path: Path) -> None:
    name = f"{'0' * 32}.png"
    Pictures(tmp_path).keep_raster(name, b"own")
    (tmp_path / "x.png").write_bytes(b"other")
    fetcher = OwnPictures(Pictures(tmp_path))
    assert fetcher.fetch(f"picture:{name}").read() == b"own"
    for url in (
        *(
            "picture:x.png",
            "picture:../x.png",
            f"picture:{name}?",
            "file:///etc/passwd",
        ),
        *(f"PICTURE:{name}", f"picture:/{name}", f"picture:{name}\n", "data:,x"),
    ):
        with pytest.raises(FatalURLFetchingError):
            fetcher.fetch(url)


# The book


def pictures_of(book: Book) -> list[Picture]:
    chapters = book.document.chapters
    blocks = [block for chapter in chapters for block in walk(chapter.blocks)]
    return [block for block in blocks if isinstance(block, Picture)]


def test_every_picture_that_is_named_is_in_the_book(pictured: Book) -> None:
    assert pictured.outcome.status == 0
    assert not pictured.outcome.number_of(Severity.WARNING)
    assert [(each.key, each.role) for each in pictures_of(pictured)] == [
        ("edition/logo", "logo"),
        ("edition/quotations/0/portrait", "portrait"),
        ("exampleton-ia/place/view", "picture"),
        ("exampleton-ia/pictures/1/file", "picture"),
        ("exampleton-ia/pictures/2/file", "picture"),
        ("sampleford-oh/pictures/1/file", "picture"),
    ]


def test_a_picture_beside_the_form_is_taken_before_its_namesake(pictured: Book) -> None:
    shown = {each.key: each for each in pictures_of(pictured)}
    own, others = (
        shown[f"{city}/pictures/1/file"] for city in ("sampleford-oh", "exampleton-ia")
    )
    assert (own.width_pt, own.height_pt) == (378, 151.2)
    assert (others.width_pt, others.height_pt) == pytest.approx((378, 283.5), abs=0.1)


def test_the_pdf_holds_each_picture_as_it_was_made(pictured: Book) -> None:
    with pikepdf.open(pictured.pdf) as pdf:
        images = [
            each
            for each in pdf.objects
            if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"
        ]
        sizes = sorted((int(image.Width), int(image.Height)) for image in images)
        assert not [image for image in images if image.get("/Interpolate", False)]
        assert not [image for image in images if "/SMask" in image]
        assert SECRET not in pictured.pdf.read_bytes()
    files = [pictured.pictures.raster(p.picture) for p in pictures_of(pictured)]
    assert sizes == sorted(Image.open(io.BytesIO(data)).size for data in files)


def test_the_word_file_tells_what_each_picture_shows(pictured: Book) -> None:
    body = open_docx(pictured.docx).body()
    told = [
        str(node.get("descr"))
        for node in body.iter("{*}docPr")
        if node.get("descr") is not None
    ]
    assert told == [
        "A disk, and beside it two bars",
        "Robin Example in a blue coat",
        "A house under a low sun, seen from the street",
        "An oak in front of a brick house",
        "A tall house between two others",
        "A house and a meadow",
    ]


def test_the_pdf_tells_what_each_picture_shows_and_where_it_is(pictured: Book) -> None:
    with pikepdf.open(pictured.pdf) as pdf:
        figures = [
            each
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"
        ]
        told = {str(each.Alt) for each in figures}
        boxes = [[float(edge) for edge in each.A.BBox] for each in figures]
    assert {"A disk, and beside it two bars", "A house and a meadow"} <= told
    assert len(told) == 6
    for left, bottom, right, top in boxes:
        assert 117 <= left < right <= 495.5
        assert 75 <= bottom < top <= 705.5


def test_no_cell_of_it_is_lost(tmp_path: Path) -> None:
    assert not lost_in(copied(PICTURED, tmp_path))


def test_a_changed_picture_is_printed_anew(tmp_path: Path) -> None:
    copied(PICTURED, tmp_path)
    before = Folders(tmp_path).digest()
    picture(900, 900).save(tmp_path / "submissions" / "exampleton" / "Oak.jpg")
    assert Folders(tmp_path).digest() != before


# Pictures inside workbooks


def with_workbook(root: Path, *cells: str) -> Path:
    """Drop in a filled form with a picture on each of some cells."""
    copied(PICTURED, root)
    form, _ = read_form(root / "templates" / "form.yaml", "form.yaml")
    assert form
    path = root / "submissions" / "specimen" / "Form of Specimen.xlsx"
    path.parent.mkdir()
    write_form_workbook(form, path)
    workbook = load_workbook(path)
    first, second = workbook["Form"], workbook["Pictures"]
    for row, text in enumerate(("Specimen", "Utah", None, "A house", "Sage."), 3):
        first.cell(row, 2, text)
    second["B4"], second["E4"] = "Our house.", "A house and a meadow"
    for number, cell in enumerate(cells):
        sheet, _, place = cell.partition("!")
        drawn = io.BytesIO()
        picture(1200 + number, 600).save(drawn, "JPEG")
        workbook[sheet].add_image(ImageInSheet(drawn), place)
    workbook.save(path)
    return root


def test_a_picture_on_the_cell_that_asks_for_it_is_the_answer(tmp_path: Path) -> None:
    root = with_workbook(tmp_path, "Form!B5", "Pictures!A4")
    assert not grave(root)
    assert not lost_in(root)
    notes = [str(f.source) for f in checked(root).findings if "lies here" in f.detail]
    file = "specimen/Form of Specimen.xlsx"
    assert notes == [f"{file}, Form!B5", f"{file}, Pictures!A4"]
    chapters = traveled(root).document.chapters
    shown = [
        (block.key, round(block.width_pt / block.height_pt, 3))
        for chapter in chapters
        for block in walk(chapter.blocks)
        if isinstance(block, Picture) and block.key.startswith("specimen-ut")
    ]
    assert shown == [
        ("specimen-ut/place/view", 2.0),
        ("specimen-ut/pictures/1/file", 2.002),
    ]


def test_other_pictures_in_a_workbook_are_told(tmp_path: Path) -> None:
    root = with_workbook(tmp_path, "Form!B5", "Pictures!A4", "Form!D2", "Form!B7")
    (finding,) = grave(root)
    assert finding.rule == RULES["stray-text"]
    assert finding.detail == "The file holds pictures (2), which are not read."


def test_where_two_pictures_lie_on_a_cell_none_is_taken(tmp_path: Path) -> None:
    root = with_workbook(tmp_path, "Form!B5", "Form!B5", "Pictures!A4")
    slugs = [finding.rule.slug for finding in grave(root)]
    assert slugs == ["stray-text", "missing-answer"]


def test_a_cell_without_a_picture_is_told(tmp_path: Path) -> None:
    root = with_workbook(tmp_path, "Form!B5", "Pictures!A4")
    path = root / "submissions" / "sampleford" / "form.yaml"
    typed = path.read_text().replace("oak.jpg", "Form of Specimen.xlsx, Form!B99")
    path.write_text(typed)
    finding = next(f for f in grave(root) if f.source.file == "sampleford/form.yaml")
    assert "No picture lies at Form!B99 of that file." in finding.detail


# What is held back


def grave(root: Path) -> list[Finding]:
    return [f for f in checked(root).findings if f.severity is not Severity.NOTE]


def with_form(root: Path, old: str, new: str) -> Path:
    copied(PICTURED, root)
    path = root / "submissions" / "sampleford" / "form.yaml"
    path.write_text(path.read_text().replace(old, new))
    return root


def test_a_picture_that_nobody_describes_is_held_back(tmp_path: Path) -> None:
    root = with_form(tmp_path, "    What it shows: A house and a meadow\n", "")
    (finding,) = grave(root)
    assert finding.rule == RULES["missing-answer"]
    blocks = traveled(root).document.chapters[6].blocks
    assert not [block for block in blocks if isinstance(block, Picture)]
    assert [block.finding for block in blocks if isinstance(block, Gap)] == [finding]


def test_one_that_is_asked_for_once_is_held_back_too(tmp_path: Path) -> None:
    view = "What grows where: Basil\nView: oak.jpg\n"
    root = with_form(tmp_path, "What grows where: ", f"{view}Remark: ")
    findings = [each for each in grave(root) if each.rule == RULES["missing-answer"]]
    assert [each.detail for each in findings] == [
        "“What the picture of the city shows” is required where there is a picture."
    ]
    assert findings[0].hint.startswith("Say in a sentence what it shows")


def test_words_without_their_picture_are_told(tmp_path: Path) -> None:
    shows = "What grows where: Basil\nWhat the picture of the city shows: A meadow\n"
    root = with_form(tmp_path, "What grows where: ", f"{shows}Remark: ")
    findings = [each for each in grave(root) if each.rule == RULES["missing-answer"]]
    (finding,) = findings
    assert "“Picture of the city” is blank, though “What the" in finding.detail


@pytest.mark.parametrize(
    ("data", "said"),
    [(bytes(20_000_001), "the limit is"), (b"%PDF-1.7", "neither a JPEG nor a PNG")],
)
def test_a_file_that_is_named_is_told_of_once_where_it_is_named(
    tmp_path: Path, data: bytes, said: str
) -> None:
    copied(PICTURED, tmp_path)
    (tmp_path / "submissions" / "sampleford" / "oak.jpg").write_bytes(data)
    (finding,) = grave(tmp_path)
    assert finding.rule == RULES["unusable-picture"]
    assert finding.source.file == "sampleford/form.yaml"
    assert said in finding.detail


def test_a_picture_that_only_a_blank_form_could_name_is_told(tmp_path: Path) -> None:
    copied(STOCK, tmp_path)
    picture(800, 600).save(tmp_path / "submissions" / "scan.png")
    (finding,) = grave(tmp_path)
    assert finding.rule == RULES["unknown-file-kind"]
    assert "blank form" in finding.hint


def test_a_portrait_that_is_missing_leaves_a_gap_and_the_words(tmp_path: Path) -> None:
    copied(PICTURED, tmp_path)
    (tmp_path / "submissions" / "pictures" / "Robin Example.jpg").unlink()
    (finding,) = grave(tmp_path)
    assert str(finding.source) == "edition.yaml:14:22"
    leadership = traveled(tmp_path).document.chapters[3]
    gaps = [block for block in walk(leadership.blocks) if isinstance(block, Gap)]
    assert [gap.finding for gap in gaps] == [finding]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "{print: text, section: place, field: story}",
            "{print: text, section: place, field: view}",
            "“place/view” names a picture: print it as “picture”.",
        ),
        (
            "field: view, alternative: view-shows}",
            "field: story, alternative: view-shows}",
            "“place/story” is not of the kind “picture”.",
        ),
        (
            "field: view, alternative: view-shows}",
            "field: view}",
            "alternative” is missing.",
        ),
    ],
)
def test_a_flatplan_that_takes_words_for_pictures_is_refused(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    copied(PICTURED, tmp_path)
    path = tmp_path / "templates" / "flatplan.yaml"
    path.write_text(path.read_text().replace(old, new, 1))
    findings = grave(tmp_path)
    assert {finding.source.file for finding in findings} == {"templates/flatplan.yaml"}
    assert any(finding.detail.endswith(said) for finding in findings)


@pytest.mark.parametrize(
    "words", ["{file: circle.png}", '{file: a.png, alternative: ""}']
)
def test_a_logo_that_nobody_describes_is_refused_at_its_line(
    tmp_path: Path, words: str
) -> None:
    copied(PICTURED, tmp_path)
    path = tmp_path / "submissions" / "edition.yaml"
    lines = path.read_text().split("\n")
    lines[5] = f"logo: {words}"
    path.write_text("\n".join(lines))
    (finding,) = grave(tmp_path)
    assert finding.rule == RULES["bad-definition"]
    assert (finding.source.file, finding.source.row) == ("edition.yaml", 6)
    assert "alternative" in finding.detail
