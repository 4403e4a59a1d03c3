"""Which question a label asks: as the form says it, nearly so, or not at all."""

from pathlib import Path

import pytest

from books import own_template
from citybook.form import read_form
from citybook.readers.near import is_slip
from citybook.readers.questions import Labels, labels_of, unnumbered
from spreadsheets import FORM


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Labels:
    path = tmp_path_factory.mktemp("form") / "form.yaml"
    path.write_text(own_template("form.yaml"), encoding="utf-8")
    form, findings = read_form(Path(path), "form.yaml")
    assert form
    assert not findings
    return labels_of(form)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("CITY :*", "City"),
        ("City [required]", "City"),
        ("2. City", "City"),
        ("Q3 - State", "State"),
        ("Question 4: Mayor", "Mayor"),
        ("3) Mayor", "Mayor"),
        ("(5) Mayor", "Mayor"),
        ("** City **", "City"),
        ("Effort 2: Date", "Effort 2: Date"),
        ("efforts/2/what", "Effort 2: What was done"),
        ("Date", "Effort: Date"),
        ("What was done 3", "Effort 3: What was done"),
        ("Speaker2", "Quotation 2: Speaker"),
        ("Source", "Effort: Source link"),
        ("Who said it?", "Quotation: Speaker"),
    ],
)
def test_a_label_asks_a_question_in_the_forms_own_words(
    shipped: Labels, label: str, name: str
) -> None:
    found = shipped.find(label)
    assert found
    assert found.name == name


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("2. What is the name of your city? (required)", "City"),
        ("Name of your city?", "City"),
        ("Which city do you represent?", "City"),
        ("City or town", "City"),
        ("Your town", "City"),
        ("City (as it should appear in the report)", "City"),
        ("City\nas it should appear in the report", "City"),
        ("Cty", "City"),
        ("State/Province", "State"),
        ("In what state is your city located?", "State"),
        ("Mayorr", "Mayor"),
        ("Mayr", "Mayor"),
        ("Maoyr", "Mayor"),
        ("Who is the mayor?", "Mayor"),
        ("Mayor (first and last name)", "Mayor"),
        ("Notes for the editor", "Note for the editors"),
        ("Date of the effort", "Effort: Date"),
        ("Type of efort", "Effort: Kind of effort"),
        ("Short description", "Effort: What was done"),
        ("Effort 2: Sorce link", "Effort 2: Source link"),
        ("Title of the speaker", "Quotation: Speaker's title"),
        ("Date of quotation", "Quotation: Date said"),
    ],
)
def test_a_retyped_label_comes_near_to_one_question(
    shipped: Labels, label: str, name: str
) -> None:
    assert shipped.find(label) is None
    assert [each.name for each in shipped.near(label)] == [name]


@pytest.mark.parametrize(
    "label",
    [
        "Mayor's e-mail",
        "Mayor (phone)",
        "Major",
        "Your name",
        "Full name",
        "State senator",
        "City hall address",
        "City population",
        "Council district",
        "When was it done?",
        "How was it done?",
        "Data",
        "Rate",
        "5",
        "2016 City",
        "",
        "?",
        "city " * 200,
    ],
)
def test_a_label_that_asks_something_else_comes_near_to_nothing(
    shipped: Labels, label: str
) -> None:
    assert shipped.near(label) == ()


def test_a_label_as_near_to_one_as_to_another_names_both(shipped: Labels) -> None:
    assert [each.name for each in shipped.near("Said")] == [
        "Quotation: Speaker",
        "Quotation: Date said",
    ]


def test_a_key_of_two_sections_means_both() -> None:
    meant = labels_of(FORM).meant("Source")
    assert [each.name for each in meant] == [
        "Event: Source link",
        "Quotation: Source of the words",
    ]
    assert labels_of(FORM).find("Source") is None


@pytest.mark.parametrize(
    ("typed", "meant", "slip"),
    [
        ("mayr", "mayor", True),
        ("mayorr", "mayor", True),
        ("maoyr", "mayor", True),
        ("major", "mayor", False),
        ("layor", "mayor", False),
        ("popluation", "population", True),
        ("populashun", "population", False),
        ("speeker", "speaker", True),
        ("at", "act", False),
        ("2016", "2017", False),
    ],
)
def test_a_slip_of_the_fingers_is_small(typed: str, meant: str, slip: bool) -> None:
    assert is_slip(typed, meant) is slip


@pytest.mark.parametrize(
    "label", ["2016 budget", "911 calls", "Q", "3", "1887?", "24-hour line"]
)
def test_a_number_that_numbers_nothing_stays(label: str) -> None:
    assert unnumbered(label) == label
