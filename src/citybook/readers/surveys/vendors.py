"""The survey tools whose exports are known: how each is recognized, and its columns.

What a tool calls its columns was looked up in exports that their users published.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from citybook.readers.columns import Title
from citybook.readers.grid import Sheet
from citybook.readers.surveys.layouts import (
    numbered_twins,
    one_row,
    paths,
    qualtrics_rows,
    surveymonkey_rows,
)

Layout = Callable[[Sheet, int], tuple[Mapping[int, Title], int]]
"""Returns the titles that begin in a row, and the row in which they end."""


@dataclass(frozen=True, slots=True)
class Vendor:
    """One survey tool."""

    name: str
    signatures: tuple[frozenset[str], ...]
    """Headings, in small letters, any group of which tells that it is this tool."""
    machine: frozenset[str]
    """Its own columns, which nobody typed."""
    person: frozenset[str] = frozenset()
    """Its own columns that tell who answered, or what staff wrote beside it."""
    beginnings: tuple[str, ...] = ()
    """How further columns of its own begin."""
    dated: tuple[str, ...] = ()
    """The columns that tell when an answer was sent in, the best first."""
    layout: Layout = one_row
    yields: bool = False
    """Whether its columns may be questions of the form, if they have their names."""


def _set(*names: str) -> frozenset[str]:
    return frozenset(names)


_TIMESTAMPS = _set(
    *("zeitstempel", "marca temporal", "horodateur", "carimbo de data/hora"),
    *("informazioni cronologiche", "tijdstempel"),
)
"""Google's name for the moment elsewhere; whether its month goes first is unknown."""

VENDORS = (
    Vendor(
        "Qualtrics",
        (_set("startdate", "enddate", "responseid"),
         _set("startdate", "enddate", "recordeddate"),
         _set("startdate", "enddate", "finished")),
        machine=_set(
            *("startdate", "enddate", "status", "ipaddress", "progress", "finished"),
            *("duration (in seconds)", "recordeddate", "responseid", "responseset"),
            *("externalreference", "externaldatareference", "locationlatitude"),
            *("locationlongitude", "locationaccuracy", "distributionchannel"),
            *("userlanguage", "q_recaptchascore", "q_relevantidfraudscore"),
            *("q_duplicaterespondent", "q_ballotboxstuffing", "q_terminateflag"),
        ),
        person=_set("recipientlastname", "recipientfirstname", "recipientemail"),
        beginnings=("q_",),
        dated=("recordeddate", "enddate"),
        layout=qualtrics_rows,
    ),
    Vendor(
        "SurveyMonkey",
        (_set("respondent id", "collector id"),
         _set("respondent id", "start date", "end date"),
         _set("respondentid", "collectorid")),
        machine=_set(
            *("respondent id", "collector id", "start date", "end date"),
            *("respondentid", "collectorid", "startdate", "enddate", "ip address"),
            "date created", "date modified", "collector title", "response status",
        ),
        person=_set(
            *("email address", "first name", "last name"),
            *(f"custom data {number}" for number in range(1, 7)),
        ),
        beginnings=("custom value",),
        dated=("end date", "enddate", "date modified"),
        layout=surveymonkey_rows,
    ),
    Vendor(
        "Microsoft Forms",
        (_set("id", "start time", "completion time"),),
        machine=_set(
            *("id", "start time", "completion time", "last modified time", "language"),
            *("total points", "quiz feedback", "grade posted time"),
        ),
        person=_set("email", "name"),
        beginnings=("points - ", "feedback - "),
        dated=("last modified time", "completion time"),
        layout=numbered_twins,
    ),
    Vendor(
        "KoboToolbox",
        (_set("_id", "_uuid"), _set("_uuid", "_submission_time"),
         _set("_index", "_parent_index"), _set("_index", "_submission_time")),
        machine=_set(
            *("start", "end", "today", "deviceid", "subscriberid", "simserial"),
            *("phonenumber", "username", "audit", "background-audio"),
        ),
        person=_set("_notes", "_tags", "_submitted_by"),
        beginnings=("_", "meta/", "formhub/"),
        dated=("_submission_time", "end"),
        layout=paths,
        yields=True,
    ),
    Vendor(
        "ODK or SurveyCTO",
        (_set("submissiondate", "key"), _set("parent_key", "key"),
         _set("submissiondate", "meta-instanceid")),
        machine=_set(
            *("submissiondate", "key", "parent_key", "starttime", "endtime", "start"),
            *("end", "today", "deviceid", "subscriberid", "simid", "devicephonenum"),
            *("username", "duration", "caseid", "instanceid", "instancename"),
            *("formdef_version", "submitterid", "submittername", "edits"),
            *("formversion", "attachmentspresent", "attachmentsexpected", "status"),
            *("reviewstate", "isvalidated"),
        ),
        beginnings=("meta-", "meta/", "review_", "set-of-"),
        dated=("submissiondate", "endtime", "end"),
        layout=paths,
        yields=True,
    ),
    Vendor(
        "Google Forms",
        (_set("timestamp"),),
        machine=_set("timestamp", "score"),
        person=_set("email address", "username"),
        dated=("timestamp",),
    ),
    Vendor(
        "Google Forms",
        tuple(_set(name) for name in _TIMESTAMPS),
        machine=_TIMESTAMPS | _set("punktzahl", "puntuación", "score"),
        person=_set("e-mail-adresse", "dirección de correo electrónico"),
    ),
)  # fmt: skip
"""The one that is easiest to mistake comes last."""


def vendor_of(headings: tuple[str, ...]) -> Vendor | None:
    """Return the tool that wrote a row of headings, if one did."""
    known = frozenset(headings)
    for vendor in VENDORS:
        for signature in vendor.signatures:
            is_first = len(signature) > 1 or headings[0] in signature
            if signature <= known and is_first and len(headings) > len(signature):
                return vendor
    return None
