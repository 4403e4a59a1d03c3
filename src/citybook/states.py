"""The states, the District and the territories, and how people write them."""

from dataclasses import dataclass
from difflib import get_close_matches

from citybook.typography import match_key


@dataclass(frozen=True, slots=True, order=True)
class State:
    """A state or territory of the United States; they sort by name."""

    name: str
    usps: str
    """Two letters: USPS Publication 28, appendix B."""
    ap: str
    """Short form of the Associated Press Stylebook, "state names"."""
    aliases: tuple[str, ...] = ()
    is_state: bool = True


STATES = (
    State("Alabama", "AL", "Ala."),
    State("Alaska", "AK", "Alaska", ("Alas.",)),
    State("American Samoa", "AS", "American Samoa", ("Amer. Samoa",), is_state=False),
    State("Arizona", "AZ", "Ariz."),
    State("Arkansas", "AR", "Ark."),
    State("California", "CA", "Calif.", ("Cal.", "Cali.")),
    State("Colorado", "CO", "Colo.", ("Col.",)),
    State("Connecticut", "CT", "Conn."),
    State("Delaware", "DE", "Del."),
    State(
        *("District of Columbia", "DC", "D.C."),
        ("Washington, D.C.", "Washington DC", "Dist. of Columbia"),
        is_state=False,
    ),
    State("Florida", "FL", "Fla.", ("Flor.",)),
    State("Georgia", "GA", "Ga."),
    State("Guam", "GU", "Guam", is_state=False),
    State("Hawaii", "HI", "Hawaii", ("Hawai'i", "Hawai’i", "Hawaiʻi")),
    State("Idaho", "ID", "Idaho", ("Ida.",)),
    State("Illinois", "IL", "Ill.", ("Ills.",)),
    State("Indiana", "IN", "Ind."),
    State("Iowa", "IA", "Iowa"),
    State("Kansas", "KS", "Kan.", ("Kans.",)),
    State("Kentucky", "KY", "Ky.", ("Ken.", "Commonwealth of Kentucky")),
    State("Louisiana", "LA", "La."),
    State("Maine", "ME", "Maine"),
    State("Maryland", "MD", "Md."),
    State("Massachusetts", "MA", "Mass.", ("Commonwealth of Massachusetts",)),
    State("Michigan", "MI", "Mich."),
    State("Minnesota", "MN", "Minn."),
    State("Mississippi", "MS", "Miss."),
    State("Missouri", "MO", "Mo."),
    State("Montana", "MT", "Mont."),
    State("Nebraska", "NE", "Neb.", ("Nebr.",)),
    State("Nevada", "NV", "Nev."),
    State("New Hampshire", "NH", "N.H.", ("N. Hampshire",)),
    State("New Jersey", "NJ", "N.J.", ("N. Jersey",)),
    State("New Mexico", "NM", "N.M.", ("N. Mex.", "New Mex.")),
    State("New York", "NY", "N.Y.", ("New York State",)),
    State("North Carolina", "NC", "N.C.", ("N. Carolina", "No. Carolina")),
    State("North Dakota", "ND", "N.D.", ("N. Dakota", "N. Dak.", "No. Dakota")),
    State(
        *("Northern Mariana Islands", "MP", "Northern Mariana Islands"),
        ("CNMI", "Commonwealth of the Northern Mariana Islands"),
        is_state=False,
    ),
    State("Ohio", "OH", "Ohio"),
    State("Oklahoma", "OK", "Okla."),
    State("Oregon", "OR", "Ore.", ("Oreg.",)),
    State("Pennsylvania", "PA", "Pa.", ("Penn.", "Penna.")),
    State("Puerto Rico", "PR", "Puerto Rico", ("P.R.",), is_state=False),
    State("Rhode Island", "RI", "R.I.", ("Rhode Is.",)),
    State("South Carolina", "SC", "S.C.", ("S. Carolina", "So. Carolina")),
    State("South Dakota", "SD", "S.D.", ("S. Dakota", "S. Dak.", "So. Dakota")),
    State("Tennessee", "TN", "Tenn."),
    State("Texas", "TX", "Texas", ("Tex.",)),
    State(
        *("U.S. Virgin Islands", "VI", "U.S. Virgin Islands"),
        ("Virgin Islands", "V.I.", "USVI"),
        is_state=False,
    ),
    State("Utah", "UT", "Utah"),
    State("Vermont", "VT", "Vt."),
    State("Virginia", "VA", "Va.", ("Commonwealth of Virginia",)),
    State("Washington", "WA", "Wash.", ("Washington State",)),
    State("West Virginia", "WV", "W.Va.", ("W. Virginia",)),
    State("Wisconsin", "WI", "Wis.", ("Wisc.",)),
    State("Wyoming", "WY", "Wyo."),
)


def _spellings(state: State) -> set[str]:
    written = {state.name, state.usps, state.ap, *state.aliases}
    return {key for text in written for key in (match_key(text), _closed_up(text))}


def _closed_up(text: str) -> str:
    return match_key(text).replace(" ", "")


_BY_SPELLING = {spelling: state for state in STATES for spelling in _spellings(state)}


def find_state(text: str) -> State | None:
    """Return the state that `text` names, by name, letters or a usual short form."""
    return _BY_SPELLING.get(match_key(text)) or _BY_SPELLING.get(_closed_up(text))


def guess_state(text: str) -> State | None:
    """Return the state that a misspelled name is most like, if it is like any."""
    names = {match_key(state.name): state for state in STATES}
    near = get_close_matches(match_key(text)[:40], names, n=1, cutoff=0.7)
    return names[near[0]] if near else None
