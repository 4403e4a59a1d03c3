"""YAML that the program writes, for people to read and mend."""

import yaml


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as such."""


def _written(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _written)


def dump(value: object) -> str:
    """Return a value as YAML; equal ones give equal text."""
    written: str = yaml.dump(
        value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=88
    )
    return written
