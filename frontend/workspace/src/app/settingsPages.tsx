/** One's own choices, and the way to what is set for all. */

import { Link } from "@tanstack/react-router";
import { CalendarClock, ChevronRight, UsersRound } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Settings as Own } from "../features/settings/Settings.tsx";
import { Icon } from "../ui/Icon.tsx";

const PAGES = [
  { to: "/settings/hours", icon: CalendarClock, word: "hours" },
  { to: "/settings/people", icon: UsersRound, word: "people" },
] as const;

export function Settings() {
  const { t } = useTranslation();
  return (
    <Own>
      <section className="card">
        <div className="card-h">
          <h2>{t("settings.house")}</h2>
        </div>
        {PAGES.map(({ to, icon, word }) => (
          <Link className="sec row to-page" to={to} key={to} search={{}}>
            <Icon of={icon} size="s" className="dim" />
            <span>
              {t(`settings.${word}`)} <span className="xs dim">{t(`settings.${word}_help`)}</span>
            </span>
            <span className="sp" />
            <Icon of={ChevronRight} size="s" className="dim" flip />
          </Link>
        ))}
      </section>
    </Own>
  );
}
