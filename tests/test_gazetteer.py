"""The gazetteer: every spelling of a city's name finds its place, and no other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citybook.city import city_key
from citybook.gazetteer import find
from citybook.places import (
    ALIASES,
    PLACES,
    aliases,
    all_places,
    credit,
    fold,
    keys_of,
    namesakes,
    place_at,
)
from citybook.states import STATES, State, find_state

# What is typed, in which state | the place it means, or - | what is printed
SPELLINGS = """
St. Paul, MN | Saint Paul | St. Paul
Saint Paul, MN | Saint Paul | Saint Paul
ST. PAUL, MN | Saint Paul | St. Paul
SAINT LOUIS, MO | St. Louis | Saint Louis
St Louis, MO | St. Louis | St Louis
St. Louis City, MO | St. Louis | St. Louis City
St. Petersburg, FL | St. Petersburg | St. Petersburg
Saint Petersburg, FL | St. Petersburg | Saint Petersburg
Port St. Lucie, FL | Port Saint Lucie | Port St. Lucie
Louisville Metro, KY | Louisville | Louisville Metro
LOUISVILLE METRO, KY | Louisville | Louisville Metro
Louisville/Jefferson County, KY | Louisville | Louisville/Jefferson County
Lexington-Fayette, KY | Lexington | Lexington-Fayette
Nashville-Davidson, TN | Nashville | Nashville-Davidson
Metro Nashville, TN | Nashville | Metro Nashville
Metropolitan Government of Nashville and Davidson County, TN \
| Nashville | Nashville and Davidson County
Indianapolis (balance), IN | Indianapolis | Indianapolis
Indianapolis city (balance), IN | Indianapolis | Indianapolis
Augusta-Richmond County, GA | Augusta | Augusta-Richmond County
Athens-Clarke County, GA | Athens | Athens-Clarke County
Macon-Bibb, GA | Macon | Macon-Bibb
Butte-Silver Bow, MT | Butte | Butte-Silver Bow
Boise City, ID | Boise | Boise City
Boise, ID | Boise | Boise
San Buenaventura, CA | Ventura | San Buenaventura
Ventura, CA | Ventura | Ventura
Kansas City, KS | Kansas City | Kansas City
KCK, KS | Kansas City | KCK
LA, CA | Los Angeles | LA
L.A., CA | Los Angeles | L.A.
la, CA | Los Angeles | L.A.
DC, DC | Washington | DC
PHILLY, PA | Philadelphia | Philly
Kansas City, MO | Kansas City | Kansas City
New York, NY | New York City | New York
New York City, NY | New York City | New York City
City of New York, NY | New York City | New York
Washington D.C., DC | Washington | Washington
Washington, DC, DC | Washington | Washington
Ft. Worth, TX | Fort Worth | Fort Worth
Ft Worth, TX | Fort Worth | Fort Worth
Mt. Vernon, NY | Mount Vernon | Mount Vernon
N. Little Rock, AR | North Little Rock | North Little Rock
No. Little Rock, AR | North Little Rock | North Little Rock
W. Palm Beach, FL | West Palm Beach | West Palm Beach
E. Cleveland, OH | East Cleveland | East Cleveland
S. San Francisco, CA | South San Francisco | South San Francisco
Pt. Arthur, TX | Port Arthur | Port Arthur
Shaker Hts., OH | Shaker Heights | Shaker Heights
Colorado Spgs, CO | Colorado Springs | Colorado Springs
Winston Salem, NC | Winston-Salem | Winston Salem
Wilkes Barre, PA | Wilkes-Barre | Wilkes Barre
OFallon, MO | O'Fallon | OFallon
O’Fallon, IL | O'Fallon | O’Fallon
Coeur d’Alene, ID | Coeur d'Alene | Coeur d’Alene
De Kalb, IL | DeKalb | De Kalb
MCALLEN, TX | McAllen | McAllen
denver, CO | Denver | Denver
Denver CO, CO | Denver | Denver
Denver Colorado, CO | Denver | Denver
City of Industry, CA | City of Industry | City of Industry
Industry, CA | City of Industry | Industry
Industry, PA | Industry | Industry
City of Denver, CO | Denver | Denver
City and County of Denver, CO | Denver | Denver
The City of Denver, CO | Denver | Denver
Denver city, CO | Denver | Denver
Denver City, CO | - | Denver City
Denver City, TX | Denver City | Denver City
Town of Cary, NC | Cary | Cary
Village of Schaumburg, IL | Schaumburg | Schaumburg
Township of Edison, NJ | Edison | Edison
Canton Township, MI | Canton | Canton Township
CANTON TWP., MI | Canton | Canton Twp.
West Bloomfield, MI | West Bloomfield Township | West Bloomfield
Carson City, NV | Carson City | Carson City
Oklahoma City, OK | Oklahoma City | Oklahoma City
Honolulu, HI | Honolulu | Honolulu
Urban Honolulu, HI | Honolulu | Urban Honolulu
Foxboro, MA | Foxborough | Foxboro
Colony, TX | The Colony | Colony
Mayaguez, PR | Mayagüez | Mayaguez
Dededo, GU | Dededo | Dededo
Albuqerque, NM | Albuquerque | Albuquerque
Pittsburg, PA | Pittsburgh | Pittsburgh
Pittsburg, CA | Pittsburg | Pittsburg
Philidelphia, PA | Philadelphia | Philadelphia
San Fransisco, CA | San Francisco | San Francisco
Cincinatti, OH | Cincinnati | Cincinnati
City of Lousville, KY | Louisville | Louisville
Knoxvile, TN | Knoxville | Knoxville
Al bany, NY | Albany | Albany
Pough keepsie, NY | Poughkeepsie | Poughkeepsie
NewRochelle, NY | New Rochelle | New Rochelle
City of NewRochelle, NY | New Rochelle | New Rochelle
Aust\N{NO-BREAK SPACE}in, TX | Austin | Austin
WinstonSalem, NC | Winston-Salem | Winston-Salem
LaCrosse, WI | La Crosse | LaCrosse
Mc Allen, TX | McAllen | Mc Allen
Springfield, TX | - | Springfield
Brooklyn, NY | - | Brooklyn
Testburg, OH | - | Testburg
Exampleton, IA | - | Exampleton
City of Exampleton, IA | - | Exampleton
Mars, PA | Mars | Mars
Belmont, NY | - | Belmont
Brookfield, NJ | - | Brookfield
West Point, CA | - | West Point
Aurira, TX | - | Aurira
Milan, CO | - | Milan
""".replace("\\\n", "")


def states() -> dict[str, State]:
    return {state.usps: state for state in STATES}


@pytest.mark.parametrize("line", SPELLINGS.strip().split("\n"))
def test_a_spelling_means_one_place_and_is_printed_so(line: str) -> None:
    typed, place, printed = (part.strip() for part in line.split("|"))
    name, _, usps = typed.rpartition(", ")
    match = find(name, states()[usps])
    assert (match.place.name if match.place else "-", match.name) == (place, printed)


@pytest.mark.parametrize("line", SPELLINGS.strip().split("\n"))
def test_whatever_is_printed_otherwise_than_typed_has_its_reason(line: str) -> None:
    name, _, usps = line.split("|")[0].strip().rpartition(", ")
    match = find(name, states()[usps])
    assert (match.name != name) is bool(match.changes)


@pytest.mark.parametrize(
    "names",
    [
        ("St. Paul", "Saint Paul", "ST PAUL", "City of St. Paul", "Saint Paul, Minn."),
        ("Minneapolis", "Mineapolis", "minneapolis", "Minneapolis MN"),
        ("St. Testburg", "Saint Testburg", "st testburg"),
    ],
)
def test_all_spellings_of_a_city_have_one_key(names: tuple[str, ...]) -> None:
    minnesota = states()["MN"]
    matches = [find(name, minnesota) for name in names]
    keys = {
        city_key(match.place.name if match.place else match.name, minnesota)
        for match in matches
    }
    assert len(keys) == 1


@pytest.mark.parametrize(("typed", "usps"), [("Al bany", "NY"), ("SanDiego", "CA")])
def test_a_name_with_a_space_too_many_or_few_is_misspelled(
    typed: str, usps: str
) -> None:
    match = find(typed, states()[usps])
    assert (match.how, match.changes) == ("misspelled", ("the spelling is corrected",))


def test_a_state_behind_the_name_that_is_not_the_named_one_is_told() -> None:
    match = find("Springfield, Mass.", states()["IL"])
    assert match.place
    assert match.place.state == states()["IL"]
    assert match.other_state == states()["MA"]
    assert find("Springfield, Ill.", states()["IL"]).other_state is None


def test_an_unknown_name_is_told_with_its_like_here_and_its_namesakes_there() -> None:
    match = find("Springfield", states()["TX"])
    assert (match.how, match.place) == ("unknown", None)
    largest = [place.state.usps for place in match.elsewhere[:3]]
    assert largest == ["MO", "MA", "IL"]
    assert "Denver" in find("Denver City", states()["CO"]).near


@pytest.mark.parametrize(
    ("written", "usps"),
    [
        *(("Mass.", "MA"), ("Tex.", "TX"), ("tex", "TX"), ("PR", "PR"), ("P.R.", "PR")),
        *(("Washington, D.C.", "DC"), ("D.C.", "DC"), ("Wash.", "WA"), ("N.Y.", "NY")),
        *(("W. Va.", "WV"), ("Calif", "CA"), ("USVI", "VI"), ("CNMI", "MP")),
    ],
)
def test_a_state_is_known_in_short(written: str, usps: str) -> None:
    state = find_state(written)
    assert state
    assert state.usps == usps


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@given(st.text(min_size=1, max_size=40), st.sampled_from(STATES))
def test_any_text_at_all_gets_an_answer(name: str, state: State) -> None:
    match = find(name, state)
    assert (match.name != name) <= bool(match.changes)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.usps)
def test_no_name_of_the_data_is_taken_for_another(state: State) -> None:
    places = tuple(all_places(state))
    assert places
    for place in places:
        match = find(place.name, state)
        assert (match.place, match.name, match.changes) == (place, place.name, ())


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.usps)
def test_the_keys_of_the_data_are_what_the_names_fold_to(state: State) -> None:
    places = tuple(all_places(state))
    assert keys_of(state) == tuple(sorted({fold(place.name) for place in places}))
    assert all(place in namesakes(fold(place.name)) for place in places[:5])


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.usps)
def test_every_other_name_leads_to_a_place_and_is_no_place_itself(state: State) -> None:
    for key, (other, target) in aliases(state).items():
        assert place_at(target, state), other
        assert not place_at(key, state), other


def test_the_other_names_are_those_of_states() -> None:
    text = ALIASES.read_text(encoding="utf-8")
    told = [line[:-1] for line in text.split("\n") if line[:1].isupper()]
    assert told == sorted(set(told))
    assert set(told) <= set(states())
    assert all(aliases(states()[usps]) for usps in told)


def test_the_data_is_small_and_tells_its_source_and_license() -> None:
    assert PLACES.stat().st_size < 700_000
    assert credit().source == "GeoNames"
    assert credit().source_link == "https://www.geonames.org/"
    assert credit().license == (
        "Creative Commons Attribution 4.0 International License"
    )
    assert credit().license_link.endswith("/by/4.0/")


def test_large_cities_are_known_with_their_population_and_place() -> None:
    denver = place_at("denver", states()["CO"])
    assert denver
    assert 600_000 < denver.population < 900_000
    assert abs(denver.latitude - 39.74) < 0.1
    assert abs(denver.longitude + 104.98) < 0.1


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.usps)
def test_one_letter_lost_never_turns_a_large_city_into_another(state: State) -> None:
    for place in all_places(state):
        if place.population < 100_000:
            continue
        for at in range(2, len(place.name)):
            match = find(place.name[:at] + place.name[at + 1 :], state)
            assert match.how != "misspelled" or match.place == place


def test_no_part_of_a_city_counts_as_a_city() -> None:
    for name, usps in (("Brooklyn", "NY"), ("South Boston", "MA"), ("Meads", "KY")):
        assert place_at(fold(name), states()[usps]) is None
