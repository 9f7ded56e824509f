/** What was said. Every voice has a colour, a line, a shape and a word; a change of hands has the pass. */
import { isMessage } from "@segue/core/apply";
import type { CustomerEvent, LineEvent, MessageEvent as Said, Source } from "@segue/core/frames";
import type { Outgoing } from "@segue/core/outgoing";
import type { Line } from "@segue/core/state";
import { checkCheck, circleAlert, clock, fileText } from "@segue/styles/icons";
import { Component, type JSX } from "preact";
import { clockTime } from "../../words.ts";
import { type Panel, usePanel } from "../context.ts";
import { Icon } from "../icon.tsx";
import { Choices, Result } from "./doing.tsx";
import { Linked, isWeb } from "./links.tsx";

const PASSES = new Set(["agent_joined", "bot_returned"]);

export function Thread(): JSX.Element {
  const panel = usePanel();
  const { now, words } = panel;
  const { lines, outbox, readUpTo, view } = now.chat;
  const shown = lines.filter(({ event }) => (isMessage(event) ? event.text : event.kind === "action_done" || wording(event)));
  const lastOwn = shown.findLast(({ event }) => isMessage(event) && event.author === "customer");
  const answered = lastOwn && shown.some(({ seq, event }) => seq > lastOwn.seq && isMessage(event) && event.author !== "customer");
  const first = shown[0]?.event;
  const newest = shown.at(-1)?.event;
  const takenBack = new Set(lines.map(({ event }) => event.kind === "action_done" && event.undoes));
  const waitsOn = view?.owner === "line" && newest && (isMessage(newest) ? newest.author === "bot" : newest.kind === "action_done") && outbox.length === 0;
  const greets = !(first && isMessage(first) && first.author !== "customer");
  const named = view?.owner !== "bot" || lines.some(({ event }) => event.kind === "agent_joined");
  return (
    <>
      {greets && <Bubble said={{ kind: "message", author: "bot", delivery: "sent", text: greeting(panel) }} who={named ? <AssistantLine /> : null} />}
      {shown.map((line, index) => (
        <Entry
          key={line.seq}
          panel={panel}
          line={line}
          who={whoLine(line, shown[index - 1], panel, named)}
          undone={line.event.kind === "action_done" && takenBack.has(line.event.n)}
          tick={line === lastOwn && line.seq <= readUpTo && !answered ? words.panel.read : null}
        />
      ))}
      {newest && isMessage(newest) && outbox.length === 0 && view?.speaks !== "person" && <Choices said={newest} />}
      {waitsOn && (
        <p class="sys">
          <span>{words.panel.meanwhile}</span>
        </p>
      )}
      {outbox.map((line) => (
        <Waiting key={line.clientId} line={line} />
      ))}
      <TypingCue />
    </>
  );
}

export function greeting({ now, words, t }: Panel): string {
  return now.branding.greeting || t(words.says.greeting);
}

/** Name, kind and time stand over the first bubble of a run. The assistant needs none while the header names it. */
function whoLine(line: Line, before: Line | undefined, { now, words }: Panel, named: boolean): JSX.Element | null {
  const { event } = line;
  if (!isMessage(event) || event.author === "customer" || event.author === "system") return null;
  if (before && isMessage(before.event) && before.event.author === event.author && before.event.name === event.name) return null;
  const time = clockTime(now.language, line.at, now.time);
  if (event.author === "agent") {
    return (
      <p class="who" aria-hidden="true">
        <b>{event.name || now.chat.view?.name}</b>
        <span>
          {words.speakers.person_inline} · <bdi>{time}</bdi>
        </span>
      </p>
    );
  }
  return named ? <AssistantLine /> : null;
}

function AssistantLine(): JSX.Element {
  const { words, t } = usePanel();
  return (
    <p class="who" aria-hidden="true">
      <b>{t(words.states.assistant.header[0])}</b>
      <span>{words.speakers.assistant_inline}</span>
    </p>
  );
}

interface EntryProps {
  panel: Panel;
  line: Line;
  who: JSX.Element | null;
  tick: string | null;
  undone: boolean;
}

/** A line of the journal never changes; only its language and its tick may. So a long thread costs nothing per key press. */
class Entry extends Component<EntryProps> {
  override shouldComponentUpdate(next: EntryProps): boolean {
    const { line, tick, panel, who, undone } = this.props;
    return (
      line !== next.line || tick !== next.tick || undone !== next.undone || panel.words !== next.panel.words || (who === null) !== (next.who === null)
    );
  }

  override render(): JSX.Element {
    const { line, who, tick, undone } = this.props;
    const { event } = line;
    if (event.kind === "action_done") return <Result event={event} undone={undone} />;
    if (!isMessage(event)) return <SystemLine event={event} text={wording(event)} at={line.at} />;
    return (
      <>
        <Bubble said={event} who={who} at={line.at} />
        {tick && (
          <p class="ticks">
            <Icon d={checkCheck} size="xs" />
            {tick}
          </p>
        )}
      </>
    );
  }
}

/** Lines arrive worded, in the customer's language and time zone. */
const wording = (event: CustomerEvent): string => (event as LineEvent).text ?? "";

function SystemLine({ event, text, at }: { event: LineEvent; text: string; at: string }): JSX.Element {
  const { now } = usePanel();
  const pass = PASSES.has(event.kind);
  const [lead, rest] = pass ? firstSentence(text) : [null, text];
  return (
    <p class={`sys${pass ? " pass-line" : ""}${event.kind === "bot_returned" ? " back" : ""}`}>
      <span dir="auto">
        {lead && <b>{lead}</b>}
        {lead && rest ? " " : ""}
        {rest}
        {event.kind === "closed" && (
          <>
            {" · "}
            <bdi>{clockTime(now.language, at, now.time)}</bdi>
          </>
        )}
      </span>
    </p>
  );
}

function firstSentence(text: string): [string, string] {
  const found = /^(.+?[.。؟?])\s+(.+)$/s.exec(text);
  return found ? [found[1] ?? "", found[2] ?? ""] : [text, ""];
}

function Bubble({ said, who, at }: { said: Said; who: JSX.Element | null; at?: string }): JSX.Element {
  const panel = usePanel();
  const voice = { customer: "end self", bot: "bot", agent: "person", system: "bot" }[said.author];
  return (
    <div class={`msg nt ${voice}`}>
      {who}
      <div class="bub">
        <span class="vh">{spokenPrefix(said, at, panel)}</span>
        <span class="words" dir="auto">
          <Linked text={said.text ?? ""} />
        </span>
        <Sources sources={said.sources} />
      </div>
    </div>
  );
}

function spokenPrefix(said: Said, at: string | undefined, { now, words, t }: Panel): string {
  const own = said.author === "customer";
  const person = said.author === "agent";
  const who = own ? words.speakers.self : person ? (said.name || now.chat.view?.name || "") : t(words.states.assistant.header[0]);
  const kind = own ? "" : person ? words.speakers.person_inline : words.speakers.assistant_inline;
  const time = clockTime(now.language, at, now.time);
  return t(words.message_sr, { who, kind, time, words: "" }).replace(/([,،] )(?=[,،:])|[,،] ?(?=:)/g, "");
}

function Sources({ sources }: { sources: Source[] | null | undefined }): JSX.Element | null {
  const { words } = usePanel();
  if (!sources?.length) return null;
  return (
    <span class="src" role="group" aria-label={words.panel.sources}>
      {sources.map(({ id, title, url }) => {
        const target = url?.startsWith("/") ? new URL(url, location.origin).href : url;
        return isWeb(target) ? (
          <a key={id} href={target} target="_blank" rel="noopener noreferrer">
            <Icon d={fileText} size="xs" />
            {title}
            <span class="vh"> ({words.panel.opens_new})</span>
          </a>
        ) : (
          <span key={id} class="chip">
            <Icon d={fileText} size="xs" />
            {title}
          </span>
        );
      })}
    </span>
  );
}

function Waiting({ line }: { line: Outgoing }): JSX.Element {
  const { chat, now, words } = usePanel();
  const failed = line.status === "failed";
  const held = now.link === "down" || now.link === "offline";
  const slow = line.status === "pending" && now.time - line.at > 1_500;
  return (
    <>
      <div class={`msg nt end self${failed ? " failed" : ""}`}>
        <div class="bub">
          <span class="vh">{words.speakers.self}: </span>
          <span class="words" dir="auto">
            <Linked text={line.text} />
          </span>
        </div>
      </div>
      {failed ? (
        <p class="ticks bad">
          <Icon d={circleAlert} size="xs" />
          {words.panel.not_sent}
          <button type="button" class="btn sm" onClick={() => chat.retry(line.clientId)}>
            {words.actions.retry}
          </button>
        </p>
      ) : held || slow ? (
        <p class="ticks">
          <Icon d={clock} size="xs" />
          {held ? words.panel.held : words.panel.sending}
        </p>
      ) : null}
    </>
  );
}

function TypingCue(): JSX.Element | null {
  const { now, words, t } = usePanel();
  const typing = now.chat.typing;
  if (now.chat.view?.preparing) {
    return (
      <div class="msg nt bot">
        <div class="bub" role="status">
          <span class="typing" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>{" "}
          {words.panel.preparing}
        </div>
      </div>
    );
  }
  if (!typing || typing.until <= now.time) return null;
  const person = typing.who === "agent";
  const name = typing.name ?? now.chat.view?.name;
  const label = person && name ? t(words.panel.typing_name, { name }) : words.panel.typing_assistant;
  return (
    <div class={`msg nt ${person ? "person" : "bot"}`}>
      <div class="bub">
        <span class="typing" role="img" aria-label={label}>
          <i />
          <i />
          <i />
        </span>
      </div>
    </div>
  );
}
