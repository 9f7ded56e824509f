"""What the company allows a model: which one, how long, how much."""

from __future__ import annotations

from typing import Literal

from segue.domain.value import Plain

Output = Literal["tool", "schema", "text"]
"""How the answer's form is asked for: a tool that must be called, a JSON schema for the whole
answer, or words alone (for small local models that know neither)."""

When = Literal["always", "unsure"]


class BadModel(ValueError):
    """What is wrong with the settings of the model, in a sentence for whoever set them."""


class Limits(Plain, frozen=True):
    """All about a model that an administrator sets.

    `model` is `openai:NAME`, `anthropic:NAME` or `openai-compatible:NAME` (then with `url`).
    Times are seconds; tokens count what is sent and what comes back. Prices are money per million
    tokens, in any currency, the same as `money_per_day`. A limit of 0 means none.

    `idle_s` is the longest silence within a stream. `when` says which questions go to the model:
    all (`always`) or those alone that the help pages do not surely answer (`unsure`). `translates`
    lets it answer in languages that no page is written in.
    """

    model: str
    url: str = ""
    key: str = ""
    output: Output = "tool"
    when: When = "always"
    translates: bool = False
    timeout_s: float = 6.0
    idle_s: float = 3.0
    tries: int = 3
    tokens_per_turn: int = 6_000
    answer_tokens: int = 700
    tokens_per_conversation: int = 60_000
    tokens_per_day: int = 2_000_000
    money_per_day: float = 0.0
    price_in: float = 0.0
    price_out: float = 0.0
    longest: int = 1_200  # characters of an answer
    at_once: int = 16

    @property
    def maker(self) -> str:
        return self.model.partition(":")[0]

    @property
    def name(self) -> str:
        return self.model.partition(":")[2]

    @property
    def form(self) -> Output:
        """How the form is asked for: Anthropic's models fill it in best as a tool."""
        return "tool" if self.maker == "anthropic" and self.output == "schema" else self.output

    def checked(self) -> Limits:
        """Itself, if it makes sense. Raises `BadModel`."""
        makers = ("openai", "anthropic", "openai-compatible")
        if self.maker not in makers or not self.name:
            said = f"The model {self.model!r} is not one of {', '.join(makers)}, a colon and a name"
            raise BadModel(f"{said}: for instance openai-compatible:my-model.")
        if self.maker == "openai-compatible" and not self.url:
            raise BadModel("An openai-compatible model needs its address: model_url.")
        if self.url and not self.url.startswith(("http://", "https://")):
            raise BadModel(f"model_url is {self.url!r}; it begins with http:// or https://.")
        if self.maker != "openai-compatible" and not self.key and not self.url:
            raise BadModel(f"The model {self.model} needs a key: model_key or model_key_file.")
        if self.answer_tokens * 2 > self.tokens_per_turn:
            raise BadModel("model_tokens_per_turn is too small: half of it is for the answer.")
        if self.money_per_day and not (self.price_in or self.price_out):
            raise BadModel("model_money_per_day needs model_price_in and model_price_out.")
        return self

    def costs(self, sent: int, got: int) -> float:
        """The price of so many tokens."""
        return (sent * self.price_in + got * self.price_out) / 1_000_000
