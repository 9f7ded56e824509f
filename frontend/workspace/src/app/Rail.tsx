import { Link, useLocation } from "@tanstack/react-router";
import { HeartPulse, Inbox, type LucideIcon, Palette, Settings } from "lucide-react";
import { useTranslation } from "react-i18next";
import { PresenceMenu } from "../features/presence/PresenceMenu.tsx";
import { Icon } from "../ui/Icon.tsx";
import { Logo } from "../ui/Marks.tsx";
import { Tip } from "../ui/Tip.tsx";

interface Place {
  to: "/" | "/system" | "/gallery" | "/settings";
  icon: LucideIcon;
  word: string;
}

const PLACES: readonly Place[] = [
  { to: "/", icon: Inbox, word: "rail.conversations" },
  { to: "/system", icon: HeartPulse, word: "rail.system" },
  { to: "/gallery", icon: Palette, word: "rail.gallery" },
];
const SETTINGS: Place = { to: "/settings", icon: Settings, word: "rail.settings" };

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

function RailLink({ to, icon, word }: Place) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const here = to === "/" ? pathname === "/" || pathname.startsWith("/c/") : pathname === to;
  return (
    <Tip label={t(word)} side={document.documentElement.dir === "rtl" ? "left" : "right"}>
      <Link className="rail-a" to={to} aria-current={here ? "page" : undefined}>
        <Icon of={icon} />
        <span className="rail-t">{t(word)}</span>
      </Link>
    </Tip>
  );
}
