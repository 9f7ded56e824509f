/** The frame's entry: what it is asked to be, what it may keep, and the panel. */
import "./frame.css";
import { browserClock } from "@segue/core/connection";
import type { Session } from "@segue/core/frames";
import { render } from "preact";
import { accent } from "./accent.ts";
import { Chat } from "./chat.ts";
import { type Ends, type Now, SessionRefused } from "./now.ts";
import { hostOf } from "./host.ts";
import { Panel } from "./view/panel.tsx";
import { direction, languageOf, loadWords } from "./words.ts";

const asked = new URLSearchParams(location.search);
const key = asked.get("key") ?? "";
const locale = asked.get("locale") ?? navigator.language;

async function startSession(wish: { resume: string | null; identity: string | null; locale: string }): Promise<Session> {
  const answer = await fetch("/api/v1/widget/sessions", {
    method: "POST",
    headers: { "content-type": "application/json" },
    credentials: "omit",
    body: JSON.stringify({
      inbox_key: key,
      locale: wish.locale,
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      ...(wish.resume ? { resume: wish.resume } : {}),
      ...(wish.identity ? { identity: wish.identity } : {}),
    }),
  });
  if (answer.ok) return (await answer.json()) as Session;
  if (answer.status < 500 && ![408, 409, 425, 429].includes(answer.status)) throw new SessionRefused(String(answer.status));
  throw new Error(String(answer.status));
}

const ends: Ends = {
  startSession,
  open: (session, after) => {
    const query = new URLSearchParams({ session, after: String(after) });
    return new WebSocket(`${location.origin.replace(/^http/, "ws")}/api/v1/widget/socket?${query}`);
  },
  loadWords,
  languageOf,
  host: hostOf(asked.get("host"), `segue:${key}`),
  clock: browserClock,
  random: Math.random,
  // randomUUID exists only on secure origins; a shop on plain http in a test network has none.
  newId: () => crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("").replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-8$4-$5"),
};

/** Theme, language and brand colour belong to the whole page of the frame. */
function dress(now: Now): void {
  const dark = now.theme === "dark" || (now.theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  const root = document.documentElement;
  const theme = dark ? "dark" : "light";
  const { fill, text, edge } = accent(now.branding.accent, theme);
  root.dataset["theme"] = theme;
  root.lang = now.language;
  root.dir = direction(now.language);
  for (const [name, value] of Object.entries({ "--brand": fill, "--on-brand": text, "--brand-edge": edge })) root.style.setProperty(name, value);
}

async function begin(): Promise<void> {
  const words = await loadWords(languageOf(locale));
  const theme = asked.get("theme");
  const chat = new Chat(ends, words, {
    locale,
    theme: theme === "light" || theme === "dark" ? theme : "auto",
    branding: { brand: document.title },
  });
  dress(chat.now);
  chat.subscribe(() => dress(chat.now));
  render(<Panel chat={chat} />, document.getElementById("panel") as HTMLElement);
  addEventListener("online", () => chat.deviceIs(true));
  addEventListener("offline", () => chat.deviceIs(false));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") chat.nudge();
  });
  // Whether it fills a phone's screen is known once the loader has spoken.
  const focus = () => void ends.host.opening.then(() => focusComposer(chat.now.full));
  addEventListener("focus", focus);
  if (document.hasFocus()) focus();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => dress(chat.now));
  setInterval(() => {
    if (chat.now.open && !document.hidden) chat.tick();
  }, 1_000);
}

/** On opening, one can type at once. On a phone that would bring up the keyboard over the greeting: there the panel itself takes the focus. */
function focusComposer(full: boolean): void {
  if (document.activeElement && document.activeElement !== document.body) return;
  document.querySelector<HTMLElement>(full ? ".w" : ".w-in textarea")?.focus({ preventScroll: true });
}

void begin();
