import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Colleague } from "../../api/types.ts";
import { initialsOf } from "../../state/lines.ts";
import { useCommands, useDesk } from "../../state/use.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Person } from "./Person.tsx";

export interface PeoplePageProps {
  person: string | null;
  onPerson: (person: string | null) => void;
  back: React.ReactNode;
}

/** Who is on the staff, and what each can do: by this the router chooses. */
export function PeoplePage({ person, onPerson, back }: PeoplePageProps) {
  const { t } = useTranslation();
  const commands = useCommands();
  const live = useDesk((desk) => desk.people);
  const asked = useQuery({ queryKey: ["agents"], queryFn: () => commands.get<Colleague[]>("/agents"), staleTime: 5000 });
  const people = (asked.data ?? []).map((one) => ({ ...one, ...live[one.id] })).sort((one, other) => one.name.localeCompare(other.name));
  return (
    <>
      <header className="page-h">
        {back}
        <h1>{t("people.title")}</h1>
        {people.length === 0 ? null : <span className="badge soft">{people.length}</span>}
      </header>
      <div className="page-b staff" data-open={person === null ? undefined : ""}>
        <section className="card staff-l" aria-label={t("people.title")}>
          {asked.isError ? <p className="sec err">{t("told.unreachable")}</p> : null}
          {asked.isPending ? <p className="sec sm mut">{t("loading")}</p> : null}
          <ul>
            {people.map((one) => (
              <li key={one.id}>
                <button type="button" className="staff-r" aria-current={one.id === person ? "true" : undefined} onClick={() => onPerson(one.id)}>
                  <Avatar voice="person" initials={one.initials ?? initialsOf(one.name)}>
                    <span className={`pres ${one.status === "available" ? "ok" : one.status === "busy" ? "busy" : "off"}`} />
                  </Avatar>
                  <span className="staff-n">
                    <b className="ell" dir="auto">
                      {one.name}
                    </b>
                    <span className="xs dim ell">{[(one.teams ?? []).map((team) => team.name).join(", "), t(`status.${one.status}`)].filter(Boolean).join(" · ")}</span>
                  </span>
                  <span className="xs dim num nowrap">{t("list.capacity", { taken: one.load, of: one.capacity })}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
        {person === null ? (
          <p className="sm mut staff-none">{t("people.choose")}</p>
        ) : (
          <Person key={person} id={person} onBack={() => onPerson(null)} />
        )}
      </div>
    </>
  );
}
