"""Why a document was not read.

`Unreadable.code` is stable and one of:

    too_large       over 20 MB, or more text or pages than one topic can be
    unknown_kind    a kind of file that is not read here
    not_text        text in an encoding that nobody declared
    no_text         there are no words in it: a scan, an empty page
    locked          a password is needed
    broken          not what its name says, or damaged
    bomb            compressed so much that it can only be meant badly
    bad_columns     a table without questions and answers
    bad_front       front matter, or a JSON line, that cannot be read
    timed_out       reading it took too long
    noindex         the page asks robots to leave it out
    robots          robots.txt forbids it
    gone            it is not there (any more)
    elsewhere       it sends us to another site
    unreachable     its server does not answer, or answers with an error
    private_address its address leads into a private network
    not_readable    the file may not be opened
"""

from __future__ import annotations


class Unreadable(Exception):
    """A document that cannot be read. `said` names it, says why, and what to do."""

    def __init__(self, code: str, said: str) -> None:
        super().__init__(code, said)
        self.code = code
        self.said = said
