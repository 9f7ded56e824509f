"""Bring your own bot: whatever answers already, answers here, and people take over from it.

    remote = remote_bot(settings, clock)
    remote.join(House(turns, hub, store, doing, url))
    reply = await remote.answer(turn)

`segue` is our own protocol; the other kinds speak another product's. Each is a `Talker` in a file
of its own. Addresses and secrets come from the settings, so only an administrator changes them.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from segue.app.ports import Clock
from segue.bots.remote import signing
from segue.bots.remote.asking import Talker
from segue.bots.remote.choices import Choices
from segue.bots.remote.echo import Echo
from segue.bots.remote.outside import House, Outside
from segue.bots.remote.segue_bot import SegueBot
from segue.bots.remote.sending import Way
from segue.bots.remote.state import BotState
from segue.bots.remote.tokens import Tokens, key_in
from segue.outgoing import Outgoing
from segue.settings import BadSettings, Settings

__all__ = ["KINDS", "House", "Outside", "remote_bot"]

SHORTEST_KEY = 24
LONGEST_S = 25  # a piece of work is let go of after 27
KINDS = ("segue", "rasa", "chatwoot_agentbot", "dialogflow_cx", "botpress", "openai", "echo")


def remote_bot(settings: Settings, clock: Clock) -> Outside:
    """The bot that the settings name. Raises `BadSettings`."""
    kind, url = settings.bot_kind, settings.bot_url
    if kind not in KINDS:
        raise BadSettings(f"There is no kind of bot {kind!r}. There are: {', '.join(KINDS)}.")
    if settings.bot_observe not in ("off", "observe"):
        raise BadSettings("`bot_observe` is `off` or `observe`.")
    if settings.bot_deadline_s > LONGEST_S:
        raise BadSettings(f"`bot_deadline_s` is at most {LONGEST_S} for a bot of your own.")
    place = place_of(url)
    if kind != "echo" and place is None:
        raise BadSettings("`bot_url` is the http or https address of your bot.")
    state = BotState(kind, place or "", clock)
    choices = Choices()
    way = Way(Outgoing(allow_private=[place] if place else []), state)
    try:
        talker = _talker(settings, way, clock, choices)
        tokens = Tokens(turn_key(settings), lambda: int(clock().timestamp()))
    except ValueError as why:
        raise BadSettings(f"The settings of your bot: {why}") from why
    return Outside(
        talker,
        state,
        tokens,
        deadline_s=settings.bot_deadline_s,
        choices=choices,
        observe=settings.bot_observe == "observe",
        close=way.outgoing.aclose,
    )


def turn_key(settings: Settings) -> bytes:
    """What signs the tokens of turns. Raises ValueError for a text that is too short."""
    given = settings.bot_turn_key
    if not given:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        return key_in(settings.data_dir)
    if len(given) < SHORTEST_KEY:
        raise ValueError(f"`bot_turn_key` has at least {SHORTEST_KEY} characters, made at random.")
    return sha256(given.encode()).digest()


def _talker(settings: Settings, way: Way, clock: Clock, choices: Choices) -> Talker:
    """One kind is loaded, the others are not. Raises ValueError for settings that are missing."""
    url, token, secret = settings.bot_url.rstrip("/"), settings.bot_token, settings.bot_secret
    match settings.bot_kind:
        case "segue":
            keys = signing.keys_of(secret)
            if not keys:
                raise ValueError("`bot_secret` is missing: your bot could not know that it is us.")
            return SegueBot(way, settings.bot_url, keys, clock, choices)
        case "rasa":
            from segue.bots.remote.rasa import Rasa  # noqa: PLC0415

            return Rasa(way, url, token, choices)
        case "openai":
            from segue.bots.remote.openai import OpenAI  # noqa: PLC0415

            return OpenAI(way, url, token, settings.bot_model)
        case "dialogflow_cx":
            return _dialogflow(settings, way, clock, choices)
        case "chatwoot_agentbot":
            return _chatwoot(settings, way, clock, choices)
        case "botpress":
            from segue.bots.remote.botpress import Botpress  # noqa: PLC0415

            if not secret:
                raise ValueError("`bot_secret` is missing: the encryption key of the Chat API.")
            return Botpress(way, url, secret, token, choices)
        case _:
            return Echo()


def _chatwoot(settings: Settings, way: Way, clock: Clock, choices: Choices) -> Talker:
    from segue.bots.remote.chatwoot import ChatwootAgentBot  # noqa: PLC0415

    if not settings.bot_token or not settings.bot_secret:
        raise ValueError("a Chatwoot bot needs `bot_token`, which it brings, and `bot_secret`.")
    if not settings.bot_account.isdecimal():
        raise ValueError("`bot_account` is a number.")
    return ChatwootAgentBot(
        way,
        settings.bot_url,
        account=int(settings.bot_account),
        secret=settings.bot_secret,
        token=settings.bot_token,
        now=clock,
        choices=choices,
    )


def _dialogflow(settings: Settings, way: Way, clock: Clock, choices: Choices) -> Talker:
    from segue.bots.remote.dialogflow import DialogflowCX  # noqa: PLC0415
    from segue.bots.remote.google import GoogleTokens, account_in  # noqa: PLC0415

    account = None
    if settings.bot_credentials:
        account = account_in(Path(settings.bot_credentials))
    elif not settings.bot_token and not settings.bot_token_command:
        raise ValueError("Dialogflow needs `bot_credentials`, `bot_token_command` or `bot_token`.")
    tokens = GoogleTokens(
        way.outgoing,
        clock,
        account=account,
        command=settings.bot_token_command,
        fixed=settings.bot_token,
    )
    return DialogflowCX(way, settings.bot_url.rstrip("/"), tokens, choices)


def place_of(url: str) -> str | None:
    """Host and port of an address; what stands in the settings may be on a private network."""
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{host}:{port}"
