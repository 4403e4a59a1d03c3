"""citybook: the press that turns city submissions into one book, printed twice."""

__version__ = "0.1.0"
