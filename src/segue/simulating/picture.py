"""One page."""

from segue.simulating.asking import Found


def page(found: Found) -> str:
    return ""
