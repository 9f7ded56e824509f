/** The card at the end of the thread: what happens now, where one stands, and what one can do instead. */
import { bot, circleCheck, logOut, mail, phone, plus, rotateCcw, userRound } from "@segue/styles/icons";
import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { type Words, clockTime, etaPhrase } from "../../words.ts";
import { usePanel } from "../context.ts";
import { Icon } from "../icon.tsx";
import { CallbackPicker } from "./callback.tsx";
import { AwayForm, CopyForm, EmailForm, LeaveForm } from "./forms.tsx";
import { Option } from "../option.tsx";
import { Pending } from "./doing.tsx";
import { Rating } from "./rating.tsx";

const ahead = (place: number) => Math.max(0, place - 1);
const MOST_DOTS = 6;
const LINE = new Set<string>(["in_line", "in_line_next", "in_line_longer"]);

export function Details(): JSX.Element | null {
  const { now, state } = usePanel();
  const view = now.chat.view;
  if (!view) return null;
  switch (now.sheet) {
    case "email":
      return <EmailForm />;
    case "leave":
      return <LeaveForm />;
    case "callback":
      return <CallbackPicker />;
    case "copy":
      return <CopyForm />;
    case null:
      break;
    default:
      now.sheet satisfies never;
  }
  const run = view.action && <Pending run={view.action} />;
  if (run && (!now.details || !LINE.has(view.key))) return run;
  if (state === "offer") return <Offer />;
  if (!now.details) return null;
  switch (view.key) {
    case "finding":
      return <Finding />;
    case "in_line":
    case "in_line_next":
      return (
        <>
          {run}
          <InLine />
        </>
      );
    case "in_line_longer":
      return (
        <>
          {run}
          <Longer />
        </>
      );
    case "transferring":
      return <Transferring />;
    case "person_lost":
      return <TakesOver />;
    case "away":
      return <AwayForm />;
    case "saved":
      return <Saved />;
    case "callback_booked":
      return <Booked />;
    case "rating":
      return <Rating />;
    default:
      return null;
  }
}

/** Alternatives to waiting, only those that the server offers now. */
function Options({ without = [] }: { without?: string[] }): JSX.Element {
  const { chat, now, words } = usePanel();
  const choices = (now.chat.view?.choices ?? []).filter((choice) => !without.includes(choice));
  const has = (choice: string) => choices.includes(choice as never);
  return (
    <div class="w-opts">
      {has("email") && <Option icon={mail} label={words.actions.email} act={() => chat.show("email")} />}
      {has("callback") && <Option icon={phone} label={words.actions.callback} act={() => chat.show("callback")} />}
      {has("leave_message") && !has("email") && <Option icon={mail} label={words.panel.away_title} act={() => chat.show("leave")} />}
      {now.chat.view?.may_leave_solved && <Option icon={circleCheck} label={words.panel.solved_leave} act={() => chat.choose("solved")} />}
      {has("leave_line") && <Option icon={logOut} label={words.actions.leave} act={() => chat.choose("leave_line")} />}
    </div>
  );
}

/** Who hands over to whom: the assistant's dashes become the person's line. */
export function Pass({ from, to }: { from: ComponentChildren; to: ComponentChildren }): JSX.Element {
  return (
    <div class="relay w-pass" aria-hidden="true">
      {from}
      <span class="d" />
      <span class="s coming" />
      {to}
    </div>
  );
}

function Finding(): JSX.Element {
  const { now, words, t } = usePanel();
  return (
    <div class="w-card mid">
      <Pass
        from={
          <span class="av bot l">
            <Icon d={bot} />
          </span>
        }
        to={
          <span class="av person blank l">
            <Icon d={userRound} />
          </span>
        }
      />
      <p>
        <b>{now.chat.view?.team ? t(words.panel.finding_title) : words.panel.finding_plain}</b>
      </p>
      <p class="sm mut">{words.panel.finding_help}</p>
    </div>
  );
}

function updated(now: number, at: string | null, { updated_now, updated_min }: { updated_now: string; updated_min: string }): string {
  const minutes = at ? Math.floor((now - Date.parse(at)) / 60_000) : 0;
  return minutes >= 1 ? updated_min.replace("{n}", String(minutes)) : updated_now;
}

/** A phrase as a sentence of its own; some phrases end in an abbreviation and have their full stop already. */
const sentence = (text: string) => ` ${capital(text)}${/[.…]\u2069?$/.test(text) ? "" : "."}`;
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function Place({ title, detail, foot }: { title: string; detail: string; foot: string }): JSX.Element {
  const { now, words, t } = usePanel();
  const place = now.chat.view?.place;
  return (
    <div class="w-card">
      <div class="place">
        {place != null && <span class="n">{place}</span>}
        <b>{title}</b>
        <span class="sm mut">{detail}</span>
      </div>
      {place != null && (
        <div class="ways" role="img" aria-label={t(words.panel.ahead, { n: ahead(place) })}>
          <span class="av person xs">
            <Icon d={userRound} size="xs" />
          </span>
          {Array.from({ length: Math.min(ahead(place), MOST_DOTS) }, (_, at) => (
            <>
              <span class="way-l" key={`l${at}`} />
              <span class="way-d" key={`d${at}`} />
            </>
          ))}
          <span class="way-l" />
          <span class="way-d me" />
        </div>
      )}
      <p class="sm mut">{foot}</p>
    </div>
  );
}

/** Why somebody else goes first now, if that is what moved the place. */
function overtaken(because: string, panel: Words["panel"]): string | undefined {
  const reasons: Record<string, string> = { urgent: panel.because_urgent, lost: panel.because_lost, priority: panel.because_priority, back: panel.because_back, team: panel.because_team };
  return reasons[because];
}

function InLine(): JSX.Element {
  const { now, words, state, says, t } = usePanel();
  const view = now.chat.view;
  const when = view?.eta_low_s === null ? "" : `, ${updated(now.time, view?.eta_at ?? null, words.panel)}`;
  return (
    <>
      <Place
        title={state === "in_line_next" ? says.header[0] : words.panel.place_title}
        detail={`${capital(t("{eta}"))}${when}`}
        foot={overtaken(now.chat.because, words.panel) ?? words.panel.nothing_to_repeat}
      />
      {view?.surge && <Rather title={words.panel.surge_now} />}
      <FieldForm />
      <Options without={view?.surge ? ["email", "callback", "leave_message"] : []} />
    </>
  );
}

function Longer(): JSX.Element {
  const { now, words, t } = usePanel();
  const view = now.chat.view;
  const first = view && view.first_eta_low_s !== null ? etaPhrase(words, view.first_eta_low_s, view.first_eta_high_s) : null;
  return (
    <>
      <Place
        title={capital(t(words.panel.now_eta))}
        detail={first ? t(words.panel.first_said, { eta: first }) : updated(now.time, view?.eta_at ?? null, words.panel)}
        foot={words.panel.keep_place}
      />
      <Rather title={words.panel.rather} />
      <Options without={["email", "callback", "leave_message"]} />
    </>
  );
}

/** Other ways first: when it takes longer than was said, or more come than can be served. */
function Rather({ title }: { title: string }): JSX.Element | null {
  const { chat, now, words } = usePanel();
  const has = (choice: string) => now.chat.view?.choices.includes(choice as never) ?? false;
  if (!has("callback") && !has("email")) return null;
  return (
    <div class="w-card soft">
      <p>
        <b>{title}</b>
      </p>
      {has("callback") && (
        <button type="button" class="btn primary" onClick={() => chat.show("callback")}>
          <Icon d={phone} />
          {words.actions.callback}
        </button>
      )}
      {has("email") && (
        <button type="button" class="btn" onClick={() => chat.show("email")}>
          <Icon d={mail} />
          {words.actions.email}
        </button>
      )}
    </div>
  );
}

function Offer(): JSX.Element {
  const { chat, now, words, t } = usePanel();
  const eta = now.chat.view?.eta_low_s === null ? "" : sentence(t("{eta}"));
  return (
    <div class="w-card ask">
      <p>
        <b>{now.chat.view?.team ? t(words.panel.offer_title) : words.panel.offer_plain}</b>
      </p>
      <p class="sm mut">
        {words.panel.offer_help}
        {eta}
      </p>
      <button type="button" class="btn person" onClick={() => chat.act({ type: "accept_person" })}>
        <Icon d={userRound} />
        {words.actions.connect}
      </button>
      <button type="button" class="btn" onClick={() => chat.act({ type: "decline_person" })}>
        {words.actions.keep}
      </button>
    </div>
  );
}

function Transferring(): JSX.Element {
  const { now, words, t } = usePanel();
  const view = now.chat.view;
  const eta = view?.eta_low_s === null ? "" : sentence(t("{eta}"));
  return (
    <>
      <div class="w-card mid">
        <div class="relay w-pass short" aria-hidden="true">
          <span class="av person l">{view?.initials ?? <Icon d={userRound} />}</span>
          <span class="s" />
          <span class="av person blank l">
            <Icon d={userRound} />
          </span>
        </div>
        <p>
          <b>{view?.team ? t(words.panel.next_team) : words.panel.takes_over}</b>
        </p>
        <p class="sm mut">
          {view?.name ? t(words.panel.passed_on) : words.panel.nothing_to_repeat}
          {eta}
        </p>
      </div>
      <Options />
    </>
  );
}

function TakesOver(): JSX.Element {
  const { now, words, t } = usePanel();
  const eta = now.chat.view?.eta_low_s === null ? capital(words.eta.unknown) : capital(t("{eta}"));
  return (
    <>
      <Place title={words.panel.takes_over} detail={eta} foot={words.panel.takes_over_help} />
      <Options />
    </>
  );
}

function Saved(): JSX.Element {
  const { chat, now, words, t } = usePanel();
  const view = now.chat.view;
  return (
    <>
      <div class="w-card soft mid">
        <span class="ok">
          <Icon d={circleCheck} size="xl" />
        </span>
        <p>
          <b>{view?.team ? t(words.panel.saved_title) : words.panel.saved_plain}</b>
        </p>
        <p class="sm mut">
          {view?.email ? t(words.panel.saved_email) : words.panel.saved_here} {view?.answer_by && t(words.panel.away_by)}
        </p>
        {view?.case && <p class="mono chip line">{t(words.panel.case)}</p>}
      </div>
      <FieldForm />
      <div class="w-opts">
        <Option icon={plus} label={words.panel.add_detail} act={() => focusComposer()} />
        <Option icon={mail} label={words.panel.copy} act={() => chat.show("copy")} />
        {view?.can_ask_person && (
          <Option icon={userRound} label={words.states.offer.person?.split(" · ")[0] ?? ""} act={() => chat.askPerson()} />
        )}
      </div>
    </>
  );
}

function Booked(): JSX.Element {
  const { chat, now, words, t } = usePanel();
  const view = now.chat.view;
  const at = (time: string | null | undefined) => clockTime(now.language, time, now.time);
  return (
    <>
      <div class="w-card soft mid">
        <span class="ok">
          <Icon d={phone} size="xl" />
        </span>
        <p>
          <b>{t(view?.slot ? words.panel.booked_slot : words.panel.booked_title, { time: at(view?.slot ?? view?.answer_by), until: at(view?.answer_by) })}</b>
        </p>
        <p class="sm mut">{words.panel.booked_help}</p>
        {view?.case && <p class="mono chip line">{t(words.panel.case)}</p>}
      </div>
      <div class="w-opts">
        {view?.choices.includes("callback") && (
          <Option icon={rotateCcw} label={words.states.callback_booked.person ?? ""} act={() => chat.show("callback")} />
        )}
        <Option icon={mail} label={words.panel.copy} act={() => chat.show("copy")} />
      </div>
    </>
  );
}

function focusComposer(): void {
  document.querySelector<HTMLTextAreaElement>(".w-in textarea")?.focus();
}

/** One missing thing at a time, and never a condition for keeping one's place. */
function FieldForm(): JSX.Element | null {
  const { chat, now, words } = usePanel();
  const [value, setValue] = useState("");
  const field = now.chat.view?.fields[0];
  if (!field) return null;
  const id = `field-${field.field}`;
  return (
    <form
      class="w-card soft"
      onSubmit={(event) => {
        event.preventDefault();
        if (!value.trim()) return;
        chat.act({ type: "answer_field", field: field.field, value: value.trim() });
        setValue("");
      }}
    >
      <label class="b" for={id}>
        {field.label}
      </label>
      <div class="row">
        <input class="input" id={id} autocomplete="off" dir="auto" value={value} onInput={(event) => setValue(event.currentTarget.value)} />
        <button type="submit" class="btn">
          {words.panel.save}
        </button>
      </div>
      <p class="help">{words.panel.field_help}</p>
    </form>
  );
}
