/**
 * The loader: the only part of Segue that runs on the host page.
 *
 * It draws a launcher in a shadow root and, once somebody means to chat, a frame on Segue's own origin. It must never
 * throw, never move the page, never be moved by it, and never need more of the page's CSP than
 * `script-src`, `frame-src` and `connect-src` for Segue's origin. When the server is down there is simply no launcher.
 *
 *   <script async src="https://chat.example.com/widget/v1/loader.js" data-key="pk_123"></script>
 *   (window.Segue = window.Segue || []).push(["ask", "Where is my order?"])     before or after it has loaded
 */

import { rgb, textOn } from "./contrast.ts";
import { type ToFrame, type ToLoader, received } from "./messages.ts";

interface Config {
  brand: string;
  accent?: string | null;
  label: string;
  position?: "start" | "end" | null;
  people_online?: boolean;
}

type Listener = (detail?: unknown) => void;
type Queued = [method: string, ...args: unknown[]];

const CHAT = "M2.992 16.342a2 2 0 0 1 .094 1.167l-1.065 3.29a1 1 0 0 0 1.236 1.168l3.413-.998a2 2 0 0 1 1.099.092 10 10 0 1 0-4.777-4.719";

/* `all:initial` with !important on the host beats any rule of the page: inside a shadow tree, important wins outwards. */
const styles = (fill: string, text: string, side: string) => `
:host{all:initial!important;position:fixed!important;inset-block-end:0!important;inset-inline-${side}:0!important;z-index:2147483000!important}
button,iframe{all:unset;box-sizing:border-box;position:fixed;inset-block-end:24px;inset-inline-${side}:24px;box-shadow:0 2px 6px rgb(28 29 34/.06),0 24px 56px -12px rgb(28 29 34/.24)}
button{display:inline-flex;align-items:center;gap:10px;min-block-size:52px;padding-inline:16px 20px;border:1px solid color-mix(in srgb,${fill},${text} 20%);border-radius:26px;background:${fill};color:${text};font:600 15px/20px system-ui,sans-serif;cursor:pointer}
button:focus-visible{outline:2px solid #2457d6;outline-offset:2px}
svg{inline-size:20px;block-size:20px;fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}
b{font-size:12px;min-inline-size:20px;box-sizing:border-box;padding-inline:6px;border-radius:10px;background:${text};color:${fill};text-align:center}
iframe{inline-size:360px;block-size:min(600px,calc(100dvh - 48px));border:1px solid rgb(128 128 128/.25);border-radius:20px;background:#fff}
.dark{background:#17181b}
.off{visibility:hidden;pointer-events:none;inline-size:0;block-size:0;border:0;animation:none}
.full{inset:0;inline-size:100%;block-size:100dvh;border:0;border-radius:0}
[hidden]{display:none}
@media(prefers-reduced-motion:no-preference){iframe{animation:in .18s}}
@keyframes in{from{opacity:0;transform:translateY(4px)}}`;

const SVG = "http://www.w3.org/2000/svg";

function dress<E extends Element>(element: E, attributes: Record<string, string>): E {
  for (const name in attributes) element.setAttribute(name, attributes[name] as string);
  return element;
}

const page = window as unknown as { Segue?: unknown };
const script = document.currentScript as HTMLScriptElement | null;

function start(tag: HTMLScriptElement): void {
  const key = tag.dataset["key"] ?? "";
  const origin = new URL(tag.src).origin;
  const place = `segue:${key}`;
  const early = page.Segue;
  const listeners: Record<string, Listener[]> = {};
  const waiting: ToFrame[] = [];
  const phone = matchMedia("(max-width: 480px), (max-height: 480px)");
  const life = new AbortController();
  const { signal } = life;
  let host: HTMLElement | null = null;
  let root: ShadowRoot;
  let launcher: HTMLButtonElement;
  let label: Text;
  let frame: HTMLIFrameElement | null = null;
  let config: Config | null = null;
  let ready = false;
  let open = false;
  let wanted = false;
  let locale = tag.dataset["locale"] ?? (document.documentElement.lang || navigator.language);
  let theme: "light" | "dark" | "auto" = (tag.dataset["theme"] as "auto") ?? "auto";
  let before: Element | null = null;

  const guard =
    <Args extends unknown[]>(task: (...args: Args) => void) =>
    (...args: Args): void => {
      try {
        task(...args);
      } catch {
        // The page comes first: whatever went wrong in here stays in here.
      }
    };
  const tell = (name: string, detail?: unknown) => listeners[name]?.forEach((listener) => guard(listener)(detail));
  const post = (message: ToFrame) => {
    if (ready) frame?.contentWindow?.postMessage({ segue: 1, ...message }, origin);
    else waiting.push(message);
  };
  const stored = (value?: string | null): string | null => {
    try {
      if (value === undefined) return localStorage.getItem(place);
      if (value === null) localStorage.removeItem(place);
      else localStorage.setItem(place, value);
    } catch {
      // No storage on this page: the conversation lasts as long as the page does.
    }
    return null;
  };
  const dark = () => theme === "dark" || (theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);

  const fit = guard(() => {
    if (!frame) return;
    const full = open && phone.matches;
    const seen = visualViewport;
    frame.className = `${open && ready ? "" : "off"} ${full ? "full" : ""} ${dark() ? "dark" : ""}`;
    // The on-screen keyboard shrinks only the visual viewport; the frame follows it, so that the composer stays in sight.
    frame.style.setProperty("block-size", full && seen ? `${seen.height}px` : "");
    frame.style.setProperty("inset-block-start", full && seen ? `${seen.offsetTop}px` : "");
    // A full screen is modal: what lies under it can be neither reached nor read.
    document.body.inert = full && ready;
    launcher.hidden = open && ready;
    launcher.ariaExpanded = String(open);
  });

  const draw = () => {
    if (frame || !config || !host) return;
    frame = dress(document.createElement("iframe"), {
      class: "off",
      title: config.brand,
      src: `${origin}/widget/v1/frame?${new URLSearchParams({ key, locale, theme, host: location.origin })}`,
    });
    root.append(frame);
  };

  const show = guard((yes: boolean) => {
    wanted = yes;
    if (!config || open === yes) return;
    if (yes) before = document.activeElement;
    open = yes;
    draw();
    fit();
    post({ type: yes ? "opened" : "closed" });
    tell(yes ? "open" : "close");
    if (yes) {
      if (ready) frame?.focus();
    } else (before?.isConnected && before !== document.body && before !== host ? (before as HTMLElement) : launcher).focus();
  });

  const heard = guard((event: MessageEvent) => {
    const message = frame && received<ToLoader>(event, frame.contentWindow, origin);
    if (!message) return;
    if (message.type === "ready") {
      ready = true;
      post({ type: "init", kept: stored(), full: phone.matches, brand: config?.brand ?? null, accent: config?.accent ?? null });
      waiting.splice(0).forEach(post);
      fit();
      if (open) frame?.focus();
      tell("ready");
    } else if (message.type === "close") show(false);
    else if (message.type === "keep") stored(message.value);
    else if (message.type === "unread") {
      const badge = launcher.querySelector("b") as HTMLElement;
      badge.textContent = String(message.count);
      badge.hidden = !message.count;
      badge.ariaLabel = message.label;
      tell("unread", message.count);
    } else tell(message.name, message.detail);
  });

  const resized = guard(() => {
    fit();
    post({ type: "full", full: phone.matches });
  });

  const api: Record<string, (...args: never[]) => void> = {
    open: () => show(true),
    close: () => show(false),
    toggle: () => show(!wanted),
    identify: (token: string) => post({ type: "identify", token: String(token) }),
    setContext: (context: Record<string, string>) => post({ type: "context", context }),
    setLocale: (tongue: string) => {
      post({ type: "locale", locale: (locale = String(tongue)) });
      ask();
    },
    setTheme: (to: typeof theme) => {
      post({ type: "theme", theme: (theme = to) });
      fit();
    },
    ask: (text: string) => {
      show(true);
      post({ type: "ask", text: String(text) });
    },
    requestPerson: () => {
      show(true);
      post({ type: "person" });
    },
    on: (name: string, listener: Listener) => void (listeners[name] ??= []).push(listener),
    destroy: () => {
      life.abort();
      document.body.inert = false;
      host?.remove();
      config = host = frame = null;
    },
    push: ([method, ...args]: Queued) => api[method]?.(...(args as never[])),
  };
  for (const [name, act] of Object.entries(api)) api[name] = guard(act as Listener);
  page.Segue = api;

  const appear = guard((found: Config) => {
    config = found;
    host = document.createElement("segue-chat");
    root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    const fill = rgb(found.accent);
    sheet.replaceSync(styles(fill ? (found.accent as string) : "#1c1d22", fill ? textOn(fill) : "#fff", found.position === "start" ? "start" : "end"));
    root.adoptedStyleSheets = [sheet];
    const icon = dress(document.createElementNS(SVG, "svg"), { viewBox: "0 0 24 24", "aria-hidden": "true" });
    icon.append(dress(document.createElementNS(SVG, "path"), { d: CHAT }));
    launcher = dress(document.createElement("button"), { type: "button", "aria-haspopup": "dialog" });
    label = new Text(found.label);
    launcher.append(icon, label, dress(document.createElement("b"), { role: "img", hidden: "" }));
    for (const intent of ["pointerenter", "focus", "touchstart"]) launcher.addEventListener(intent, guard(draw), { once: true, passive: true });
    launcher.addEventListener("click", () => show(true));
    root.append(launcher);
    // Beside <body>, not in it: a page that rewrites or transforms its body neither removes nor moves us.
    document.documentElement.append(host);
    addEventListener("message", heard, { signal });
    addEventListener("resize", resized, { signal });
    for (const change of ["resize", "scroll"]) visualViewport?.addEventListener(change, fit, { signal });
    fit();
    if (wanted) {
      wanted = false;
      show(true);
    } else if (/"live":true/.test(stored() ?? "")) draw();
  });

  /** The launcher's few words, in the language of now; nothing when the server has none for this key, or is down. */
  function ask(): void {
    fetch(`${origin}/api/v1/widget/config?${new URLSearchParams({ key, locale })}`, { credentials: "omit" })
      .then((answer) => (answer.status === 200 ? answer.json() : null))
      .then((found: Config | null) => found && (host ? (label.data = found.label) : appear(found)))
      .catch(() => undefined);
  }

  if (Array.isArray(early)) early.forEach((call: Queued) => api["push"]?.(call as never));
  ask();
}

// Twice on one page (a tag manager, a careless template) is the same as once.
if (script && !(page.Segue && "destroy" in (page.Segue as object))) {
  try {
    start(script);
  } catch {
    // No chat is better than a broken page.
  }
}
