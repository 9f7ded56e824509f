"""Mails to customers: transcript, case, answer. Text only, in the customer's language, no notes.

A transcript holds what the customer saw and no more (`visibility.for_transcript`), which is the
same rule as the widget's stream.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from segue.app.ports import Mail, Row
from segue.app.ports_staff import Inbox
from segue.domain import events as e
from segue.domain import words
from segue.domain.conversation import Conversation
from segue.domain.visibility import for_transcript

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def compose(
    what: str, to: str, one: Conversation, inbox: Inbox | None, rows: Sequence[Row], key: str
) -> Mail:
    """The mail of this kind for this conversation. `key` makes its Message-ID."""
    brand = inbox.brand if inbox else "Segue"
    language = one.language
    subject = words.word("mails", f"{what}_subject", language, brand=brand, case=one.case)
    if what == "news":
        parts = [_newest_line(one, rows)]
    else:
        by = _by(one)
        intro = words.word("mails", f"{what}_intro", language, brand=brand, case=one.case, by=by)
        parts = [intro]
    if what == "answer":
        parts += [_last_words(rows)]
    elif what != "news":
        parts += [transcript(one, rows)]
    parts.append(words.word("mails", "footer", language, brand=brand, case=one.case))
    return Mail(
        to=to,
        subject=_one_line(_plain(subject)),
        text=_plain("\n\n".join(part for part in parts if part)) + "\n",
        id=re.sub(r"[^A-Za-z0-9.-]", ".", key),
    )


def _newest_line(one: Conversation, rows: Sequence[Row]) -> str:
    """The newest sentence that an event holds for the customer."""
    for row in reversed(rows):
        line = getattr(row.event, "line", None)
        if isinstance(line, e.Line):
            return words.sentence(line, one.zone, row.at)
    return ""


def _by(one: Conversation) -> str | None:
    answer_by = getattr(one.stage, "answer_by", None)
    if not isinstance(answer_by, datetime):
        return None
    return words.clock_time(answer_by, one.zone, one.language, one.last.at)


def transcript(one: Conversation, rows: Sequence[Row]) -> str:
    """The conversation as the customer saw it, one paragraph a line."""
    lines = []
    for row in rows:
        if not for_transcript(row.event):
            continue
        said = _said(one, row)
        if said:
            time = words.clock_time(row.at, one.zone, one.language, None)
            lines.append(f"[{time}] {said}")
    return "\n".join(lines)


def _said(one: Conversation, row: Row) -> str | None:
    match row.event:
        case e.MessagePosted(author=author, text=text, name=name):
            return f"{_speaker(one, author, name)}: {text}"
        case e.HandoffRequested(line=line) | e.AgentJoined(line=line) | e.BotReturned(line=line):
            return f"— {words.sentence(line, one.zone, row.at)}"
        case e.ActionWanted(run=run) | e.ActionMoved(run=run) if run.state == "confirm":
            return f"{_speaker(one, e.Author.BOT, '')}: {run.call.ask}"
        case e.ActionDone(result=result, said=was_said):
            rows = [f"{label}: {value}" for label, value in result.rows]
            told = [*(() if was_said else (result.text,)), *rows]
            return f"— {result.title}: {' · '.join(one for one in told if one)}" if told else None
        case e.AnswerDeferred(line=line):
            return f"— {words.sentence(line, one.zone, row.at)}"
        case _:
            return None


def _speaker(one: Conversation, author: e.Author, name: str) -> str:
    speakers = words.table()["speakers"]
    language = one.language.split("-", 1)[0].lower()
    if author == e.Author.CUSTOMER:
        return str(speakers["self"].get(language) or speakers["self"]["en"])
    kind = "person" if author == e.Author.AGENT else "assistant"
    label = str(speakers[kind].get(language) or speakers[kind]["en"])
    return f"{name.split(maxsplit=1)[0]} ({label})" if author == e.Author.AGENT and name else label


def _last_words(rows: Sequence[Row]) -> str:
    """The newest thing a person said."""
    for row in reversed(rows):
        if isinstance(row.event, e.MessagePosted) and row.event.author == e.Author.AGENT:
            return f"{row.event.name}: {row.event.text}"
    return ""


def _plain(text: str) -> str:
    """Mails are plain text: no direction marks, no control characters."""
    return _CONTROL.sub("", text.replace(words.ISOLATE, "").replace(words.POP, ""))


def _one_line(text: str) -> str:
    """A header value: never a line break, whatever a name holds."""
    return " ".join(text.split())[:200]
