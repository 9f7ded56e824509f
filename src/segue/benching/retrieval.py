"""Finding answers: how fast, with how much memory, and (given the public sets) how well.

Speed and memory are measured in a process of its own that is bound to one core, with 5,000 passages
made of the demo's help pages. No two of them are equal, and no question has been asked before, so
nothing is remembered from an earlier one. What is timed is the whole turn of the built-in bot:
language, small talk, actions, pages, other wordings, the words that are quoted.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from segue.benching.measuring import machine, medians, percentiles_ms, pss_kb

PASSAGES: Final = 5_000
EACH, SENTENCES = 4, 4  # passages a page, sentences a passage
QUESTIONS: Final = 400
TARGETS: Final = {"answer_p50_ms": 15.0, "again_s": 1.5}
_ONE_THREAD: Final = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def measure(
    rounds: int, tell: Callable[[str], None], data: Path | None = None, kept: Path | None = None
) -> dict[str, Any]:
    """`rounds` processes, medians; with the folder `data`, the public sets after them."""
    each = []
    for n in range(rounds):
        tell(f"round {n + 1} of {rounds}: {PASSAGES} passages on one core")
        command = [sys.executable, "-m", "segue.benching.retrieval"]
        ran = subprocess.run(  # noqa: S603 - ourselves
            command, env={**os.environ, **_ONE_THREAD}, stdout=subprocess.PIPE, check=True
        )
        each.append(json.loads(ran.stdout))
    middle = medians(each)
    found: dict[str, Any] = {
        "what": "finding answers: the built-in bot's turn, its memory, a change of one page",
        "machine": machine(),
        "rounds": rounds,
        "speed": middle,
        "targets": {
            "a turn's p50 <= 15 ms": middle["turn_ms"]["p50"] <= TARGETS["answer_p50_ms"],
            "indexed again <= 1.5 s": middle["again_s"] <= TARGETS["again_s"],
        },
    }
    if data is not None:
        from segue.benching.answer_sets import AnswerSets  # noqa: PLC0415

        found["quality"] = AnswerSets(data, kept, tell).measure()
    return found


def one_core() -> dict[str, Any]:
    """Index, change one page, ask. Binds this process to one core."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    from segue.brains.encoder import encoder  # noqa: PLC0415
    from segue.brains.knowledge import Knowledge  # noqa: PLC0415
    from segue.brains.languages import language_of  # noqa: PLC0415

    language_of("where is my order")
    encoder().encode("where is my order")
    before = _held_mb()
    pages, questions = made()
    begun = time.perf_counter()
    worked = time.process_time()
    knowledge = Knowledge(pages)
    first, worked = time.perf_counter() - begun, time.process_time() - worked
    held = _held_mb() - before
    begun = time.perf_counter()
    again = Knowledge([*pages[1:], pages[0]], before=knowledge)
    took = time.perf_counter() - begun
    del knowledge
    return {
        "passages": sum(len(page.passages) for page in pages),
        "vectors": len(again.index.by_text()),
        "first_s": round(first, 2),
        "first_cpu_s": round(worked, 2),
        "again_s": round(took, 3),
        "memory_mb": round(held, 1),
        "process_mb": round(_held_mb(), 1),
        **_asked(again, questions),
    }


def _asked(knowledge: Any, questions: list[str]) -> dict[str, Any]:
    from segue.app.ports_bot import BotTurn  # noqa: PLC0415
    from segue.bots.knowledge import KnowledgeBot  # noqa: PLC0415
    from segue.domain.ids import ConversationId, Epoch, Seq  # noqa: PLC0415

    bot = KnowledgeBot(brand="Bench", shelf=lambda: knowledge)
    half = len(questions) // 2
    alone: list[float] = []
    turns: list[float] = []
    worked: list[float] = []
    answered = 0
    for question in questions[:half]:
        begun = time.perf_counter()
        knowledge.answer(question)
        alone.append(time.perf_counter() - begun)
    for question in questions[half:]:
        turn = BotTurn(ConversationId("c_bench"), Seq(2), Epoch(1), "en", question)
        begun, at_work = time.perf_counter(), time.thread_time()
        reply = bot.reply(turn)
        turns.append(time.perf_counter() - begun)
        worked.append(time.thread_time() - at_work)
        answered += bool(reply.sources)
    bot.close()
    return {
        "answer_ms": percentiles_ms(alone),
        "turn_ms": percentiles_ms(turns),
        "turn_cpu_ms": percentiles_ms(worked),
        "answered": round(answered / len(turns), 2),
    }


def made() -> tuple[list[Any], list[str]]:
    """Return pages with `PASSAGES` passages altogether, and questions that nobody has asked: the
    demo's own pages, which have the answers, among a thousand others in the same words."""
    from segue.brains.pages import Item, Passage, read_items, sentences  # noqa: PLC0415
    from segue.demo import help_folder  # noqa: PLC0415

    own = list(read_items([Path(help_folder())]))
    passages = [one for page in own for one in page.passages]
    said = [one for passage in passages for one in sentences(passage.text.replace("\n", " "))]
    pages, have = list(own), len(passages)
    for n in range(PASSAGES):
        if have >= PASSAGES:
            break
        picked = [said[(n * 31 + k * 7) % len(said)] for k in range(EACH * SENTENCES)]
        texts = [
            " ".join([f"Part {n}-{k}.", *picked[k * SENTENCES : (k + 1) * SENTENCES]])
            for k in range(EACH)
        ]
        pages.append(Item(f"p{n}", f"Notes on part {n}", tuple(map(Passage, texts))))
        have += EACH
    examples = [one for page in own for one in page.examples]
    questions = [
        f"{('Hi,', 'So', 'Please:', 'Well,')[n % 4]} {examples[n * 7 % len(examples)].rstrip('?')}"
        f", {('then', 'please', 'today', 'in fact')[n // 4 % 4]}{' at all' * (n % 3)}?"
        for n in range(QUESTIONS)
    ]
    return pages, questions


def _held_mb() -> float:
    return pss_kb(os.getpid()) / 1024


if __name__ == "__main__":
    sys.stdout.write(json.dumps(one_core()) + "\n")
