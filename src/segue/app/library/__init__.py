"""The library: sources of knowledge, the items made of them, and what is missing.

keeping.py     Library: all of it, put together
sources.py     adding, changing, removing sources
syncing.py     who reads which source when: jobs, leases, progress
reading.py     one pass over a source: what was read becomes items
comparing.py   what a reading makes of one item (pure)
uploads.py     files on their way in
editing.py     changing items by hand: drafts, publishing, going back
looking.py     lists of items, with what they answered
gaps.py        questions that nothing answered, and drafts from what the team said
"""

from segue.app.library.editing import (
    Author,
    Change,
    MayNotPublish,
    NothingToPublish,
    UnknownItem,
)
from segue.app.library.keeping import Library
from segue.app.library.sources import BadSource
from segue.app.library.syncing import BeingRead, NothingToRead
from segue.app.library.uploads import Uploads

__all__ = [
    "Author",
    "BadSource",
    "BeingRead",
    "Change",
    "Library",
    "MayNotPublish",
    "NothingToPublish",
    "NothingToRead",
    "UnknownItem",
    "Uploads",
]
