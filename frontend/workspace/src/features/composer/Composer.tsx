import { Ear, Lock, Reply, SquareSlash } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Item } from "../../api/types.ts";
import { draftOf, keepDraft, type Mode } from "../../core/drafts.ts";
import { fill, type SavedReply, unfilled } from "../../core/replies.ts";
import { firstName } from "../../state/lines.ts";
import { show, useCommands, useDesk, useDrafts, useMay, useSurface } from "../../state/use.ts";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Keys } from "../../ui/Keys.tsx";
import { useReplies } from "./replies.ts";
import { SavedReplies } from "./SavedReplies.tsx";

const TYPING_EVERY_MS = 3000;

/** The mode that was chosen, as long as this person may still use it. */
function modeOf(wanted: Mode | undefined, may: ReadonlySet<string>): Mode {
  if (wanted === "whisper" && may.has("whisper")) return wanted;
  if (!may.has("say")) return "note";
  return wanted === "note" ? wanted : "reply";
}

/**
 * Two modes, four cues: colour, lock, corners, and a button that names who will read it. Each mode has a
 * draft of its own; changing the mode shows the other draft and never carries text across.
 */
export function Composer({ item }: { item: Item }) {
  const { t } = useTranslation();
  const commands = useCommands();
  const may = useMay(item);
  const me = useDesk((desk) => desk.me);
  const wanted = useSurface((surface) => surface.mode[item.id]);
  const modes = useSurface((surface) => surface.mode);
  const mode = modeOf(wanted, may);
  const text = useDrafts((drafts) => draftOf(drafts, item.id, mode));
  const other = useDrafts((drafts) => draftOf(drafts, item.id, mode === "reply" ? "note" : "reply"));
  const field = useRef<HTMLTextAreaElement>(null);
  const [picking, setPicking] = useState(false);
  const lastTyping = useRef(0);
  const replies = useReplies();

  const name = firstName(item.customer.name) ?? t("the_customer");
  const whisper = mode === "whisper";
  /** Everything that the customer never sees wears the note's clothes. */
  const note = mode !== "reply";
  const holes = note ? [] : unfilled(text);
  const values = {
    "customer.first_name": firstName(item.customer.name),
    "customer.name": item.customer.name,
    "agent.first_name": firstName(me?.name ?? null),
    "team.name": item.team?.name,
    case: item.case,
  };
  const slash = !note && /^\/[^\n]{0,40}$/u.test(text);
  const search = slash ? text.slice(1) : "";

  useEffect(() => setPicking(false), [item.id, mode]);

  function change(next: string): void {
    keepDraft(item.id, mode, next);
    const now = Date.now();
    if (note || next === "" || now - lastTyping.current < TYPING_EVERY_MS) return;
    lastTyping.current = now;
    commands.typing(item.id);
  }

  function send(): void {
    const words = text.trim();
    if (words === "" || holes.length > 0) return;
    commands.say(item.id, mode, words);
    keepDraft(item.id, mode, "");
    field.current?.focus();
  }

  function insert(reply: SavedReply): void {
    const { text: filled } = fill(reply.text, values);
    const before = slash ? "" : text.trimEnd();
    change(before === "" ? filled : `${before}\n${filled}`);
    setPicking(false);
    field.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    // An input method that is still composing a word owns its Enter.
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send();
    }
  }

  const choose = (next: Mode): void => {
    show({ mode: { ...modes, [item.id]: next } });
    requestAnimationFrame(() => field.current?.focus());
  };

  return (
    <div className={note ? "composer is-note" : "composer"} data-pane="composer">
      {note ? (
        <div className="lockbar">
          <Icon of={whisper ? Ear : Lock} size="s" />
          {whisper ? t("whisper.only", { name: item.agent?.name ?? "" }) : t("note.only_team")}
        </div>
      ) : null}
      <div className="top">
        <div className="tabs" role="group" aria-label={t("composer.audience")}>
          {may.has("say") ? (
            <button type="button" className="tab" aria-pressed={!note} onClick={() => choose("reply")}>
              <Icon of={Reply} size="s" flip />
              {t("composer.reply")} <Keys keys="r" />
            </button>
          ) : null}
          <button type="button" className="tab" aria-pressed={mode === "note"} onClick={() => choose("note")}>
            <Icon of={Lock} size="s" />
            {t("composer.note")} <Keys keys="n" />
          </button>
          {may.has("whisper") ? (
            <button type="button" className="tab" aria-pressed={whisper} onClick={() => choose("whisper")}>
              <Icon of={Ear} size="s" />
              {t("composer.whisper")}
            </button>
          ) : null}
        </div>
        <span className="sp" />
        <span className="help hide-s">
          {other !== "" && may.has("say")
            ? t(note ? "composer.reply_kept" : "composer.note_kept")
            : text !== ""
              ? t("composer.saved")
              : may.has("say") || whisper
                ? ""
                : t(`composer.closed.${item.stage}`, { defaultValue: "" })}
        </span>
      </div>
      {slash || picking ? <SavedReplies replies={replies} search={search} values={values} onChoose={insert} onClose={() => setPicking(false)} field={field} /> : null}
      {/* The text once more, unseen, gives the field its height without measuring anything. */}
      <div className="grow" data-text={text}>
        <textarea
          ref={field}
        rows={1}
        value={text}
        dir={text === "" ? undefined : "auto"}
        data-focus="composer"
          data-of={item.id}
        aria-label={t(whisper ? "composer.label_whisper" : note ? "composer.label_note" : "composer.label_reply", { name: whisper ? (item.agent?.name ?? "") : name })}
        placeholder={t(whisper ? "composer.placeholder_whisper" : note ? "composer.placeholder_note" : "composer.placeholder_reply", { name: whisper ? (item.agent?.name ?? "") : name })}
        aria-describedby={holes.length > 0 ? "composer-holes" : undefined}
        aria-keyshortcuts="Control+Enter"
        onChange={(event) => change(event.target.value)}
        onKeyDown={onKeyDown}
        />
      </div>
      {holes.length > 0 ? (
        <p className="err composer-err" id="composer-holes" role="status">
          {t("composer.holes", { names: holes.join(", ") })}
        </p>
      ) : null}
      <div className="bar">
        {note ? null : (
          <IconButton icon={SquareSlash} label={t("composer.saved_replies")} aria-expanded={picking} onClick={() => setPicking(!picking)} />
        )}
        <span className="sp" />
        {note ? (
          <button type="button" className="btn note" aria-disabled={text.trim() === ""} onClick={send}>
            <Icon of={whisper ? Ear : Lock} size="s" />
            <span className="ell">{whisper ? t("composer.send_whisper", { name: item.agent?.name ?? "" }) : t("composer.add_note")}</span> <Keys keys="mod+enter" />
          </button>
        ) : (
          <button type="button" className="btn person" aria-disabled={text.trim() === "" || holes.length > 0} onClick={send}>
            <span className="ell">{t("composer.send", { name })}</span> <Keys keys="mod+enter" />
          </button>
        )}
      </div>
    </div>
  );
}
