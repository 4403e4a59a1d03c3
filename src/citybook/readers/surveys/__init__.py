"""Exports of survey tools, as plain tables of cities."""

from citybook.readers.surveys.exports import read_exports

__all__ = ["read_exports"]
