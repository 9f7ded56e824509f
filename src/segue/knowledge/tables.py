"""Tables of questions and answers, as CSV from a spreadsheet.

    Question;Answer;Link
    How long does a refund take?;5-7 business days.;https://…
    When do I get my money back?;5-7 business days.;

Several questions with one answer become one item, with the others as its examples. The columns are
known by name in many languages; without names, two columns are questions and answers.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from segue.app.ports_knowledge import Found
from segue.brains.pages import AUDIENCES
from segue.knowledge.decoding import decoded
from segue.knowledge.documents import LARGEST_BYTES, Document
from segue.knowledge.slugs import Names
from segue.knowledge.trouble import Unreadable

_NAMES: Final = {
    "question": (
        "question questions q frage fragen pregunta preguntas pergunta perguntas domanda domande"
        " vraag vragen fråga frågor spørsmål spørgsmål kysymys pytanie pytania вопрос вопросы"
        " питання запитання soru otázka otázky kérdés întrebare ερώτηση שאלה سؤال السؤال الأسئلة"
        " प्रश्न 質問 问题 問題 질문 คำถาม câu_hỏi pertanyaan prompt utterance"
    ),
    "answer": (
        "answer answers a antwort antworten respuesta respuestas réponse réponses resposta"
        " respostas risposta risposte antwoord antwoorden svar vastaus odpowiedź odpowiedzi ответ"
        " ответы відповідь cevap yanıt odpověď odpovědi válasz răspuns απάντηση תשובה جواب الجواب"
        " إجابة الإجابة उत्तर 回答 答案 답변 คำตอบ câu_trả_lời trả_lời jawaban response reply"
        " text body"
    ),
    "title": "title titel título titre titolo",
    "url": "url link adresse enlace lien ссылка رابط",
    "language": "language lang locale sprache idioma langue язык لغة اللغة",
    "audience": "audience",
    "id": "id key nr no",
}
_COLUMNS: Final = {
    name.replace("_", " "): column for column, names in _NAMES.items() for name in names.split()
}
_DELIMITERS: Final = ",;\t|"
_MOST_ROWS: Final = 20_000
_LONGEST_NAME: Final = 80  # of a column


@dataclass
class _Topic:
    answer: str
    title: str = ""
    questions: list[str] = field(default_factory=list)
    url: str | None = None
    language: str = ""
    audience: str = ""
    id: str = ""


def read_table(document: Document) -> list[Found]:
    """Return one document for each answer, with a place of its own: `faq.csv#how-long-does…`.

    Raises:
        Unreadable: not_text, bad_columns, no_text, too_large, broken.
    """
    place = document.place
    text = decoded(document.data, place, document.charset)
    rows = list(_rows(text, place))
    columns, rows = _columns(rows, place)
    topics: dict[tuple[str, str, str], _Topic] = {}
    for row in rows:
        cells = {name: row[n].strip() for n, name in columns.items() if n < len(row)}
        question, answer = cells.get("question", ""), cells.get("answer", "")
        if not question or not answer:
            continue
        audience = cells.get("audience", "").lower()
        if audience and audience not in AUDIENCES:
            raise Unreadable(
                "bad_columns",
                f"{place} names the audience {audience!r}; known are {', '.join(AUDIENCES)}.",
            )
        language = cells.get("language", "").lower()[:2]
        topic = topics.setdefault((answer, language, audience), _Topic(answer))
        topic.questions.append(question)
        topic.url = topic.url or cells.get("url") or None
        topic.title = topic.title or cells.get("title", "")
        topic.id = topic.id or cells.get("id", "")
        topic.language, topic.audience = language, audience
    if not topics:
        raise Unreadable("no_text", f"{place} holds no question with an answer.")
    return list(_found(topics.values(), place))


def _rows(text: str, place: str) -> Iterator[list[str]]:
    csv.field_size_limit(LARGEST_BYTES)
    # The first line with words tells what stands between the cells.
    first = next((line for line in text.split("\n") if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    delimiter = max(_DELIMITERS, key=bare.count)
    try:
        for number, row in enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        ):
            if number > _MOST_ROWS:
                raise Unreadable("too_large", f"{place} has over {_MOST_ROWS} rows. Split it.")
            if any(cell.strip() for cell in row):
                yield row
    except csv.Error as error:
        raise Unreadable("broken", f"{place} is no table that can be read: {error}.") from error


def _columns(rows: list[list[str]], place: str) -> tuple[dict[int, str], list[list[str]]]:
    """Return which column is what, and the rows without their names."""
    if not rows:
        raise Unreadable("no_text", f"{place} is empty.")
    head = [_COLUMNS.get(_plain(cell), "") for cell in rows[0]]
    columns = {n: name for n, name in enumerate(head) if name and name not in head[:n]}
    if "question" not in head:
        columns = {n: "question" if name == "title" else name for n, name in columns.items()}
    if {"question", "answer"} <= set(columns.values()):
        return columns, rows[1:]
    if not columns and all(len(row) == 2 for row in rows):  # noqa: PLR2004
        return {0: "question", 1: "answer"}, rows
    named = ", ".join(cell.strip()[:30] for cell in rows[0] if cell.strip())[:200]
    raise Unreadable(
        "bad_columns",
        f"{place} has the columns {named}. Call one of them question and one answer.",
    )


def _plain(name: str) -> str:
    text = unicodedata.normalize("NFC", name[:_LONGEST_NAME]).strip(" \t*:#\ufeff").casefold()
    return re.sub(r"[\s_-]+", " ", re.sub(r"\s*[\[(].*[\])]$|\s+\d+$", "", text))


def _found(topics: Iterable[_Topic], place: str) -> Iterator[Found]:
    names = Names()
    for topic in topics:
        questions = list(dict.fromkeys(topic.questions))
        yield Found(
            place=f"{place}#{names.name(topic.id or questions[0])}",
            title=topic.title or questions[0],
            body=topic.answer + "\n",
            url=topic.url,
            language=topic.language,
            audience=topic.audience,
            examples=tuple(questions),
            id=topic.id,
        )
