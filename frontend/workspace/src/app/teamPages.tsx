/** Pages about the teams and the staff: which one is meant stands in the address. */

import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { useTranslation } from "react-i18next";
import { HoursPage } from "../features/hours/HoursPage.tsx";
import { PeoplePage } from "../features/people/PeoplePage.tsx";
import { Icon } from "../ui/Icon.tsx";

export function Hours() {
  const { team } = useSearch({ strict: false }) as { team?: string };
  const navigate = useNavigate();
  return <HoursPage team={team ?? null} onTeam={(next) => void navigate({ to: "/settings/hours", search: { team: next } })} back={<ToSettings />} />;
}

export function People() {
  const { person } = useSearch({ strict: false }) as { person?: string };
  const navigate = useNavigate();
  return <PeoplePage person={person ?? null} onPerson={(next) => void navigate({ to: "/settings/people", search: next === null ? {} : { person: next } })} back={<ToSettings />} />;
}

function ToSettings() {
  const { t } = useTranslation();
  return (
    <Link to="/settings" className="ib" aria-label={t("rail.settings")}>
      <Icon of={ArrowLeft} flip />
    </Link>
  );
}
