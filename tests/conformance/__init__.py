"""Checks that a printed book keeps the standards: PDF/UA, PDF/A, Open XML, its words.

Each checker returns a tuple of sentences, one for each fault; an empty tuple is a pass.
A checker that cannot come to a verdict raises, so that silence never means success.
"""
