import { Flag } from "lucide-react";
import { type KeyboardEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Decisions, Turn } from "../../api/decisions.ts";
import { firstName } from "../../state/lines.ts";
import { Icon } from "../../ui/Icon.tsx";
import { Linked } from "../../ui/Linked.tsx";
import { Meter } from "../../ui/Meter.tsx";
import { fullTime } from "../../ui/When.tsx";
import { OutcomeLines } from "./OutcomeLines.tsx";
import { inPersonsHands } from "./reading.ts";
import { useLabel } from "./words.ts";

const MOST_METERS = 5;
const STEPS: Readonly<Record<string, (at: number, of: number) => number>> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  Home: () => 0,
  End: (_at, of) => of - 1,
};

/** Everything that was said, with what was seen in it and what came of it. Dashed until a person has it, then solid. */
export function Timeline({ decisions, shown, onShow }: { decisions: Decisions; shown: number | null; onShow: (turn: Turn) => void }) {
  const { t } = useTranslation();
  const box = useRef<HTMLOListElement>(null);
  const { turns } = decisions;
  const person = inPersonsHands(turns);
  const joined = turns.findIndex((turn) => turn.author === "agent");

  function walk(event: KeyboardEvent<HTMLOListElement>): void {
    const buttons = [...(box.current?.querySelectorAll<HTMLElement>(".turn-at") ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLElement);
    const step = STEPS[event.key];
    if (step === undefined || at === -1) return;
    event.preventDefault();
    const next = buttons[Math.min(buttons.length - 1, Math.max(0, step(at, buttons.length)))];
    next?.focus();
    next?.click();
  }

  return (
    <>
      <p className="vh" id="timeline-keys">
        {t("decisions.walk")}
      </p>
      <ol className="tl" ref={box} onKeyDown={walk}>
        {turns.map((turn, n) => (
          <TurnRow
            key={turn.seq}
            turn={turn}
            decisions={decisions}
            place={[n === 0 ? "first" : "", n === turns.length - 1 ? "last" : "", person[n] === true ? "human" : ""].filter(Boolean).join(" ")}
            hit={turn.outcome?.kind === "handed_off"}
            first={n === joined}
            shown={turn.seq === shown}
            onShow={onShow}
          />
        ))}
      </ol>
    </>
  );
}

interface RowProps {
  turn: Turn;
  decisions: Decisions;
  place: string;
  hit: boolean;
  /** The first word of a person: what was promised is held against when it came. */
  first: boolean;
  shown: boolean;
  onShow: (turn: Turn) => void;
}

function TurnRow({ turn, decisions, place, hit, first, shown, onShow }: RowProps) {
  const { t } = useTranslation();
  const label = useLabel();
  const voice = turn.author === "customer" ? "" : turn.author === "agent" ? "person" : "bot";
  const readable = (turn.rules ?? []).length > 0;
  const time = <Clock at={turn.at} />;
  return (
    <li className={["turn", place, hit ? "hit" : ""].filter(Boolean).join(" ")} data-on={shown && !hit ? "" : undefined} data-seq={turn.seq}>
      {readable ? (
        <button type="button" className="turn-at" aria-pressed={shown} aria-describedby="timeline-keys" onClick={() => onShow(turn)}>
          {time}
          <span className="vh"> {t("decisions.show_rules")}</span>
        </button>
      ) : (
        time
      )}
      <div className="track" aria-hidden="true">
        {hit ? (
          <span className="node fire">
            <Icon of={Flag} size="s" />
          </span>
        ) : (
          <span className={voice === "" ? "node" : voice === "bot" ? "node b" : "node p"} />
        )}
      </div>
      <div className={voice === "" ? "said" : `said msg ${voice}`}>
        <p className="who">
          <Who turn={turn} decisions={decisions} />
        </p>
        <div className={turn.sent === false ? "bub held" : "bub"} dir="auto">
          <span className="words">
            <Linked text={turn.text} />
          </span>
        </div>
      </div>
      <div className="sig">
        {(turn.meters ?? []).slice(0, MOST_METERS).map((meter) =>
          meter.value === null ? null : <Meter key={`${meter.field} ${meter.op} ${meter.needs}`} label={label(meter)} value={meter.value} needs={meter.needs} over={meter.held === true} op={meter.op} />,
        )}
        <OutcomeLines turn={turn} decisions={decisions} first={first} />
      </div>
    </li>
  );
}

function Who({ turn, decisions }: { turn: Turn; decisions: Decisions }) {
  const { t } = useTranslation();
  const { customer, turns } = decisions;
  // What the system says for it carries no name of its own.
  const assistant = turn.name || turns.find((one) => one.author === "bot" && one.name !== "")?.name;
  if (turn.author === "customer") return <b dir="auto">{firstName(customer) ?? t("voice.customer")}</b>;
  if (turn.author === "agent")
    return (
      <>
        <b dir="auto">{turn.name}</b> {t("voice.a_person")}
      </>
    );
  return (
    <>
      <b dir="auto">{assistant ?? t("voice.bot")}</b> {t(turn.sent === false ? "suggestion.not_sent" : "voice.automated")}
    </>
  );
}

/** To the second: that is what this page is about. */
function Clock({ at }: { at: string }) {
  const { i18n } = useTranslation();
  return (
    <time dateTime={at} title={fullTime(at, i18n.language)}>
      {secondsClock(at, i18n.language)}
    </time>
  );
}

export function secondsClock(at: string, locale: string): string {
  return new Intl.DateTimeFormat(`${locale}-u-nu-latn`, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).format(new Date(at));
}
