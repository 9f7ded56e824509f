import { Link, useLocation } from "@tanstack/react-router";
import { BookOpen, FileClock, HeartPulse, Inbox, type LucideIcon, Palette, RadioTower, Settings, Sparkles, Waypoints } from "lucide-react";
import { useTranslation } from "react-i18next";
import { PresenceMenu } from "../features/presence/PresenceMenu.tsx";
import { Icon } from "../ui/Icon.tsx";
import { Logo } from "../ui/Marks.tsx";
import { Tip } from "../ui/Tip.tsx";

interface Place {
  to: "/" | "/floor" | "/promises" | "/decisions" | "/knowledge" | "/assistant" | "/system" | "/gallery" | "/settings";
  icon: LucideIcon;
  word: string;
  /** On a phone it is reached from another page: there is room for five. */
  wide?: boolean;
}

const PLACES: readonly Place[] = [
  { to: "/", icon: Inbox, word: "rail.conversations" },
  { to: "/floor", icon: RadioTower, word: "rail.floor" },
  { to: "/promises", icon: FileClock, word: "rail.promises" },
  { to: "/decisions", icon: Waypoints, word: "rail.decisions" },
  { to: "/knowledge", icon: BookOpen, word: "rail.knowledge" },
  { to: "/assistant", icon: Sparkles, word: "rail.assistant", wide: true },
  { to: "/system", icon: HeartPulse, word: "rail.system", wide: true },
  { to: "/gallery", icon: Palette, word: "rail.gallery", wide: true },
];
const SETTINGS: Place = { to: "/settings", icon: Settings, word: "rail.settings" };

/** Places that have more than one page. */
const HERE: Readonly<Partial<Record<Place["to"], RegExp>>> = { "/": /^\/(?:c\/|$)/u, "/settings": /^\/settings(?:\/|$)/u, "/floor": /^\/(?:floor$|conversations$)/u, "/decisions": /^\/(?:decisions|conversations\/)/u, "/knowledge": /^\/knowledge(?:\/|$)/u };
const OPEN = /^\/c\/([^/]+)$/u;

export function Rail() {
  const { t } = useTranslation();
  return (
    <nav className="rail" aria-label={t("rail.label")} data-pane="rail">
      <Link className="rail-logo" to="/" aria-label={t("rail.home")}>
        <Logo />
      </Link>
      {PLACES.map((place) => (
        <RailLink key={place.to} {...place} />
      ))}
      <span className="sp" />
      <RailLink {...SETTINGS} />
      <PresenceMenu />
    </nav>
  );
}

function RailLink({ to, icon, word, wide }: Place) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const here = HERE[to]?.test(pathname) ?? pathname === to;
  // From an open conversation, to its own decisions; from anywhere else, to all of them.
  const open = to === "/decisions" ? OPEN.exec(pathname)?.[1] : undefined;
  return (
    <Tip label={t(word)} side={document.documentElement.dir === "rtl" ? "left" : "right"}>
      <Link className={wide === true ? "rail-a wide" : "rail-a"} data-to={to} {...(open === undefined ? { to } : { to: "/conversations/$conversation/decisions" as const, params: { conversation: open } })} aria-current={here ? "page" : undefined}>
        <Icon of={icon} />
        <span className="rail-t">{t(word)}</span>
      </Link>
    </Tip>
  );
}
