"""Each kind of bot with its stand-in, and the settings that join the two."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from segue.fakes import botpress, chatwoot, openai
from segue.fakes.botpress import FakeBotpress
from segue.fakes.chatwoot import FakeChatwootBot
from segue.fakes.dialogflow import AGENT, FakeDialogflow
from segue.fakes.openai import FakeOpenAI
from segue.fakes.rasa import FakeRasa
from segue.fakes.serving import Emulator


@dataclass(frozen=True)
class Vendor:
    kind: str
    fake: Callable[[], Emulator]

    def settings(self, fake: Any, folder: Path) -> dict[str, Any]:
        """What an administrator would set, besides the address."""
        given: dict[str, Any] = {"bot_kind": self.kind, "bot_secret": ""}
        match self.kind:
            case "openai":
                given["bot_token"] = openai.KEY
            case "chatwoot_agentbot":
                given |= {"bot_secret": chatwoot.SECRET, "bot_token": chatwoot.TOKEN}
            case "botpress":
                given |= {"bot_secret": botpress.KEY, "bot_token": "bp-token"}
            case "dialogflow_cx":
                file = folder / "key.json"
                file.write_text(fake.key_file())
                given["bot_credentials"] = str(file)
            case _:
                pass
        return given

    def url(self, fake: Emulator) -> str:
        ends = {"openai": "/v1", "dialogflow_cx": AGENT, "chatwoot_agentbot": "/hook"}
        return fake.url + ends.get(self.kind, "")


RASA = Vendor("rasa", FakeRasa)
OPENAI = Vendor("openai", FakeOpenAI)
DIALOGFLOW = Vendor("dialogflow_cx", FakeDialogflow)
BOTPRESS = Vendor("botpress", FakeBotpress)
CHATWOOT = Vendor("chatwoot_agentbot", FakeChatwootBot)
ASKED = (RASA, OPENAI, DIALOGFLOW, BOTPRESS)
"""Those that answer when they are asked; Chatwoot's bots call back, which takes a house."""

ALL = (*ASKED, CHATWOOT)
