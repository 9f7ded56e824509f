import { ArrowUp, FileText, UserRound } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import type { Asked, AskedBoth, FullItem } from "../../api/knowledge.ts";
import { itemPath } from "../../api/knowledge.ts";
import { Refused } from "../../api/transport.ts";
import type { Id } from "../../api/types.ts";
import { useCommands } from "../../state/use.ts";
import { Icon } from "../../ui/Icon.tsx";
import { Meter } from "../../ui/Meter.tsx";
import { dropEdit } from "./edits.ts";
import { useFresh } from "./queries.ts";
import { type Edit, type Rights, tidy } from "./reading.ts";

interface Round {
  n: number;
  question: string;
  draft: boolean;
  answer: AskedBoth | null;
  failed: string | null;
}

export interface AskPanelProps {
  item: FullItem | null;
  edit: Edit | undefined;
  rights: Rights;
  onOpen: (id: Id) => void;
  /** A question to try, when one lies open. */
  suggestion: string | null;
}

/** Ask as a customer would, of what is live or with the draft, and see what it stands on. */
export function AskPanel({ item, edit, rights, onOpen, suggestion }: AskPanelProps) {
  const { t, i18n } = useTranslation();
  const commands = useCommands();
  const fresh = useFresh();
  const [rounds, setRounds] = useState<readonly Round[]>([]);
  const [text, setText] = useState("");
  const [live, setLive] = useState(false);
  const [busy, setBusy] = useState(false);
  const log = useRef<HTMLDivElement>(null);
  const drafted = item !== null && (item.draft !== null || (edit !== undefined && rights.edit));
  const withDraft = drafted && !live;

  useEffect(() => {
    const box = log.current;
    if (box === null) return;
    box.scrollTop = box.scrollHeight;
    // On a phone the bar below would lie over the answer.
    if (rounds.length > 0 && matchMedia("(max-width: 760px)").matches) box.parentElement?.scrollIntoView({ block: "end" });
  }, [rounds]);

  async function ask(question: string): Promise<void> {
    if (question === "" || busy) return;
    const n = (rounds.at(-1)?.n ?? 0) + 1;
    setBusy(true);
    setText("");
    setRounds((all) => [...all, { n, question, draft: withDraft, answer: null, failed: null }]);
    const settle = (more: Partial<Round>): void => setRounds((all) => all.map((one) => (one.n === n ? { ...one, ...more } : one)));
    try {
      // What is being written is part of the draft; it is kept as one first.
      if (withDraft && edit !== undefined && item !== null) {
        const kept = await commands.patch<FullItem>(itemPath(item.id), { title: edit.title.trim() || item.title, body: edit.body, examples: tidy(edit.examples), draft: true, version: edit.version });
        void fresh(kept);
        dropEdit(item.id);
      }
      const answer = await commands.post<AskedBoth>("/knowledge/ask", { question, language: item?.language || i18n.language, ...(withDraft && item !== null ? { item: item.id, draft: true } : {}) });
      settle({ answer });
    } catch (error) {
      settle({ failed: error instanceof Refused ? error.code : "unreachable" });
    } finally {
      setBusy(false);
    }
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    void ask(text.trim());
  }

  return (
    <aside className="ask" aria-label={t("ask.title")}>
      <div className="card-h ask-h">
        <h2>{t("ask.title")}</h2>
        <span className="sp" />
        {drafted ? (
          <div className="tabs" role="group" aria-label={t("ask.which")}>
            <button type="button" className="tab" aria-pressed={live} onClick={() => setLive(true)}>
              {t("ask.live")}
            </button>
            <button type="button" className="tab" aria-pressed={!live} onClick={() => setLive(false)}>
              {t("ask.with_draft")}
            </button>
          </div>
        ) : (
          <span className="chip">{t("ask.live")}</span>
        )}
      </div>
      <div className="log" role="log" aria-label={t("ask.log")} tabIndex={0} ref={log}>
        {rounds.length === 0 ? (
          <div className="ask-e">
            <p className="mut sm">{t("ask.empty")}</p>
            {[suggestion, ...(item?.draft?.examples ?? item?.examples ?? [])]
              .filter((one): one is string => one !== null && one !== "")
              .slice(0, 3)
              .map((question) => (
                <button type="button" className="btn sm" key={question} onClick={() => void ask(question)}>
                  <bdi className="ell">“{question}”</bdi>
                </button>
              ))}
          </div>
        ) : null}
        {rounds.map((round) => (
          <One key={round.n} round={round} onAsk={(question) => void ask(question)} onOpen={onOpen} />
        ))}
      </div>
      <form className="ask-f" onSubmit={submit}>
        <div className="row">
          <input className="input" dir="auto" maxLength={500} data-focus="knowledge-ask" aria-keyshortcuts="A" aria-label={t("ask.field")} placeholder={t("ask.placeholder")} value={text} onChange={(event) => setText(event.target.value)} />
          <button type="submit" className="btn primary" aria-label={t("ask.do")} aria-disabled={busy || text.trim() === ""}>
            <Icon of={ArrowUp} size="s" />
          </button>
        </div>
        <p className="help">{t("ask.no_count")}</p>
      </form>
    </aside>
  );
}

function One({ round, onAsk, onOpen }: { round: Round; onAsk: (question: string) => void; onOpen: (id: Id) => void }) {
  const { t } = useTranslation();
  const { answer, failed, question, draft } = round;
  const told = answer === null ? null : (answer.draft ?? answer.live);
  return (
    <>
      <div className="msg end self ask-m">
        <p className="vh">{t("ask.you")}</p>
        <div className="bub" dir="auto">
          {question}
        </div>
      </div>
      {failed !== null ? (
        <p className="sm bad" role="alert">
          {t(`ask.refused.${failed}`, { defaultValue: t("ask.refused.unknown") })}
        </p>
      ) : told === null ? (
        <p className="sm dim" role="status">
          <span className="typing" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>{" "}
          {t("ask.thinking")}
        </p>
      ) : (
        <>
          <div className="msg bot ask-m">
            <p className="who">
              <b>{t("assistant.name")}</b> {t("voice.automated")} · {t(draft && answer?.draft != null ? "ask.from_draft" : "ask.from_live")}
            </p>
            <div className="bub" dir="auto">
              <span className="words">{told.text === "" ? t("ask.nothing") : told.text}</span>
              <Stands told={told} onOpen={onOpen} />
            </div>
          </div>
          {told.choices.length === 0 ? null : (
            <div className="row wrap choices" role="group" aria-label={t("ask.choices")}>
              {told.choices.map((choice) => (
                <button type="button" className="btn sm" key={choice} dir="auto" onClick={() => onAsk(choice)}>
                  {choice}
                </button>
              ))}
            </div>
          )}
          <Why told={told} live={answer?.draft == null ? null : answer.live} />
        </>
      )}
    </>
  );
}

function Stands({ told, onOpen }: { told: Asked; onOpen: (id: Id) => void }) {
  if (told.sources.length === 0) return null;
  return (
    <span className="src">
      {told.sources.map((source) => (
        <button type="button" className="src-b" key={source.id + source.title} onClick={() => onOpen(source.id.split("#")[0] ?? source.id)}>
          <Icon of={FileText} size="xs" />
          <bdi>{source.title}</bdi>
        </button>
      ))}
    </span>
  );
}

/** How sure it is beside how sure it has to be, and what would happen next. */
function Why({ told, live }: { told: Asked; live: Asked | null }) {
  const { t } = useTranslation();
  const team = typeof told.team === "string" ? told.team : told.team?.name;
  return (
    <div className="card pad grid g3 ask-w">
      <Meter label={t(told.clarifies ? "ask.clarifies" : "ask.sure")} value={told.confidence} needs={told.needs} over={told.sure} />
      {told.answerable ? null : <p className="xs mut">{t("ask.not_there")}</p>}
      <p className="row g1">
        {told.would_offer ? (
          <>
            <Icon of={UserRound} size="s" className="decided" />
            <span>{team === undefined || team === "" ? t("ask.would_offer") : <Trans i18nKey="ask.would_offer_from" values={{ team }} components={{ b: <b /> }} />}</span>
          </>
        ) : (
          <span className="mut">{t(told.clarifies ? "ask.asks_back" : "ask.stays")}</span>
        )}
      </p>
      {told.asks ? <p className="mut">{t("ask.asks_for", { label: told.asks })}</p> : null}
      {told.act ? <p className="mut">{t("ask.acts", { title: told.act })}</p> : null}
      {live === null ? null : (
        <details>
          <summary className="mut">{t("ask.today")}</summary>
          <p className="mut" dir="auto">
            {live.text === "" ? t("ask.nothing") : `“${live.text}”`}
          </p>
        </details>
      )}
    </div>
  );
}
