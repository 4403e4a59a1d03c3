"""The picture of imports: every arrow runs downwards, and each library has one door."""

import ast
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import citybook

SRC = Path(citybook.__file__).parent

STAGES = {
    *("readers", "settle", "amend", "checks", "waive", "normalize", "figures"),
    *("compose", "writers"),
}

FLOORS: tuple[set[str], ...] = (
    {"__main__"},
    {"cli"},
    {"redlining"},
    {"build"},
    {"definitions", "engraving", "review"},
    {"designer", "engraver", "press", "printing"},
    STAGES,
    {"counts", "queries", "status"},
    {"report", "returns"},
    {"authors", "city", "versions"},
    {
        *("cell_text", "cover", "decisions", "edition", "flatplan", "form_layout"),
        *("job", "manifest", "submission"),
    },
    {"condition", "edits", "form", "gazetteer", "glance", "story", "style"},
    {"definition", "kinds", "light", "places", "plate", "terminal"},
    {
        *("asked", "atlas", "document", "editing", "letter", "marked", "outcome"),
        *("quotation", "yaml_marks"),
    },
    {"findings", "merge", "prose", "states"},
    {
        *("archive", "compare", "crew", "dates", "environment", "folders", "fonts"),
        *("likeness", "looks", "mojibake", "output", "people", "reference", "rules"),
        *("source", "typed_lists", "typed_tables", "typography", "word_xml"),
        *("yaml_comments", "yaml_faults", "yaml_text"),
    },
    {"__init__"},
)
"""From the top down; a package stands on one floor with all its modules."""

DOORS = {
    "weasyprint": {"writers.typesetter", "writers.pdf_structure"},
    "pikepdf": {"writers.pdf", "writers.word_folios"},
    "PIL": {"looks", "readers.prepress"},
    "openpyxl": {
        *("readers.workbook", "writers.cells", "writers.form_workbook"),
        *("writers.return_workbook", "writers.status_sheet"),
    },
    "python_calamine": {"readers.legacy"},
    "jinja2": {"writers.html", "writers.findings_page", "writers.queries_page"},
    "yaml": {"yaml_marks", "yaml_text"},
    "markdown_it": {"prose"},
    "pydantic": {"definition", "flatplan"},
    "fontTools": {"fonts"},
    "ftfy": {"mojibake"},
    "vl_convert": {"engraver"},
}

MODULES = {
    ".".join(path.relative_to(SRC).with_suffix("").parts): ast.parse(path.read_text())
    for path in sorted(SRC.rglob("*.py"))
}
FLOOR = {name: number for number, floor in enumerate(FLOORS) for name in floor}


@cache
def imports(tree: ast.AST) -> frozenset[str]:
    """Return the full names of the modules that a piece of code imports."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "a relative import"
            found.add(node.module or "")
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return frozenset(found | lazy_imports(tree))


def lazy_imports(tree: ast.AST) -> set[str]:
    """Return the modules that are loaded when they are first used."""
    return {
        str(ast.literal_eval(node.args[0]))
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "lazily"
    }


def own_imports(tree: ast.AST) -> set[str]:
    """Return the modules of citybook that a piece of code imports."""
    ours = {name for name in imports(tree) if name.split(".")[0] == "citybook"}
    return {name.removeprefix("citybook").lstrip(".") or "__init__" for name in ours}


def room(name: str) -> str:
    return name.split(".")[0]


def test_every_module_stands_on_one_floor() -> None:
    assert {room(name) for name in MODULES} == set().union(*FLOORS)
    assert sum(len(floor) for floor in FLOORS) == len(FLOOR)


def test_a_module_imports_only_from_floors_below_its_own() -> None:
    upward = [
        f"{name} imports {other}"
        for name, tree in MODULES.items()
        for other in own_imports(tree)
        if room(other) != room(name) and FLOOR[room(other)] <= FLOOR[room(name)]
    ]
    assert not upward


def test_no_stage_imports_another_stage() -> None:
    across = [
        f"{name} imports {other}"
        for name, tree in MODULES.items()
        for other in own_imports(tree)
        if {room(name), room(other)} <= STAGES and room(name) != room(other)
    ]
    assert not across


def test_no_imports_run_in_a_circle() -> None:
    whole = {name.removesuffix(".__init__"): tree for name, tree in MODULES.items()}
    graph = {name: own_imports(tree) for name, tree in whole.items()}
    assert list(TopologicalSorter(graph).static_order())


def test_no_import_hides_inside_a_function_or_from_the_running_program() -> None:
    hidden = [
        f"{name}:{function.lineno}"
        for name, tree in MODULES.items()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef) and imports(function)
    ]
    assert not hidden
    assert not [
        name for name, tree in MODULES.items() if "TYPE_CHECKING" in names(tree)
    ]


def names(tree: ast.AST) -> set[str]:
    called = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return called | {
        node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    }


def test_every_library_has_its_own_door() -> None:
    for library, doors in DOORS.items():
        users = {
            name
            for name, tree in MODULES.items()
            if library in {other.split(".")[0] for other in imports(tree)}
        }
        assert users == doors, library


def test_only_the_modules_of_word_know_word() -> None:
    for name, tree in MODULES.items():
        knows = imports(tree) & {"docx", "lxml", "citybook.word_xml"}
        is_of_word = name in {"manifest", "word_xml"} or name.startswith(
            ("story", "writers.word_", "writers.docx")
        )
        assert is_of_word or not knows, name


def test_functions_have_at_most_50_lines_and_modules_400() -> None:
    for name, tree in MODULES.items():
        path = SRC.joinpath(*name.split(".")).with_suffix(".py")
        assert len(path.read_text().splitlines()) <= 400, name
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                assert lines <= 50, f"{name}.{node.name}"
