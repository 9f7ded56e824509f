"""What is true of one conversation: the snapshot that is read, shown and decided upon."""

from __future__ import annotations

from datetime import datetime

from segue.domain.actions import ActionResult, ActionRun
from segue.domain.ids import AgentId, ConversationId, Epoch, HandoffId, InboxId, Seq
from segue.domain.inputs import Contact
from segue.domain.rules.turns import TurnSeen
from segue.domain.stages import (
    Deferred,
    Due,
    Fact,
    Handoff,
    Marks,
    Source,
    Stage,
    Tried,
    WithBot,
    handoff_of,
    owner_of,
    seat_of,
)
from segue.domain.value import Plain


class Preview(Plain, frozen=True):
    """The newest words, cut to fit a list row."""

    author: str = ""
    text: str = ""
    at: datetime | None = None


class Conversation(Plain, frozen=True):
    """The fold of a journal. A new one is with the bot, at seq 0 and epoch 0."""

    id: ConversationId
    stage: Stage = WithBot()
    seq: Seq = Seq(0)  # the last event kept
    epoch: Epoch = Epoch(0)
    heard: Seq = Seq(0)  # the last thing the customer said
    episode: int = 1
    number: int = 0
    inbox: InboxId = InboxId("web")
    channel: str = "web"
    language: str = "en"
    contact: Contact = Contact()
    zone: str = "UTC"
    opened_at: datetime | None = None
    facts: tuple[Fact, ...] = ()
    tried: tuple[Tried, ...] = ()
    tags: tuple[str, ...] = ()
    handoffs: int = 0
    offers: int = 0  # ever made: the number of the newest one
    drafts: int = 0
    marks: Marks = Marks()
    seen: tuple[TurnSeen, ...] = ()  # the last turns that were read, the newest at the end
    silent: Seq = Seq(0)  # the newest turn that is read but not answered
    read: Seq = Seq(0)  # the customer's turn whose signals were read last
    answered: Seq = Seq(0)  # the customer's turn that the bot answered last
    turns: int = 0  # things the customer said …
    turns_before: int = 0  # … of them, in earlier episodes
    turns_given: int = 0  # … of them, in this one, values that were asked for
    episode_at: datetime | None = None  # when this episode began, if it is not the first
    unanswered: int = 0  # of them, since somebody last answered
    waiting_since: datetime | None = None  # the first unanswered one
    replied_at: datetime | None = None
    told_at: datetime | None = None  # when the customer was last told where things stand
    last: Preview = Preview()
    last_words: str = ""  # the customer's, for briefs and evidence
    away: bool = False
    hushed: bool = False  # a person had it last, and has not given it back to the bot
    surveyed: int = 0  # the last episode in which the survey was asked
    rated: int = 0  # the last episode that was rated
    verdict: str = ""
    action: ActionRun | None = None  # the one that waits for something, or runs
    actions: int = 0  # runs ever wanted: the number of the newest one
    wanted: ActionRun | None = None  # the last one given up, though not by the customer
    done: tuple[ActionResult, ...] = ()  # the last runs that ended, the newest at the end
    proof: Epoch | None = None  # under which the staff asked the customer to show who they are
    codes: tuple[datetime, ...] = ()  # when the last one-time codes were asked for
    cited: Source | None = None  # where the assistant's last answer stands written
    joined: tuple[AgentId, ...] = ()  # everybody who ever had it, oldest first
    person: AgentId | None = None  # who had this customer last, here or in an earlier conversation
    person_at: datetime | None = None  # … and since when
    due: Due | None = None  # what was promised for a time and has not come yet

    @property
    def case(self) -> str:
        """The case number as customers read it."""
        return str(self.number)

    @property
    def turns_now(self) -> int:
        """Things the customer said in this episode, but for what they were asked to fill in."""
        return self.turns - self.turns_before - self.turns_given

    @property
    def owner(self) -> tuple[str, str]:
        """Kind and name of the one who may act now."""
        return owner_of(self.stage)

    @property
    def seat(self) -> AgentId | None:
        """Whose capacity it uses."""
        return seat_of(self.stage)

    @property
    def handoff(self) -> Handoff | None:
        """The handoff of the present stage, if there is one."""
        return handoff_of(self.stage)

    @property
    def promised(self) -> Due | None:
        """What was promised for a time and has not come yet."""
        if self.due is not None or not isinstance(self.stage, Deferred):
            return self.due
        what = "callback" if self.stage.channel == "callback" else "case"
        return Due(what, self.stage.answer_by)  # kept before promises were counted

    def next_handoff(self) -> HandoffId:
        """The id that the next handoff of this conversation gets."""
        return HandoffId(f"{self.id}.h{self.handoffs + 1}")
