import { Waves } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { FloorTeam } from "../../api/floor.ts";
import { Icon } from "../../ui/Icon.tsx";
import { dayAndTime } from "../../ui/When.tsx";

/** As long as it is on nobody on this page can overlook it. */
export function SurgeBanner({ teams, leads, onEnd }: { teams: readonly FloorTeam[]; leads: boolean; onEnd: (team: FloorTeam) => void }) {
  const { t, i18n } = useTranslation();
  return teams.map((team) =>
    team.surge === null ? null : (
      <div className="banner surge" role="status" key={team.team.id}>
        <Icon of={Waves} />
        <span>
          <b>{t("surge.on", { team: team.team.name, at: dayAndTime(team.surge.until, i18n.language) })}</b>{" "}
          {team.surge.more > 0 ? `${t("surge.on_more", { count: team.surge.more })} ` : null}
          {t("surge.on_told")} {team.surge.by === "" ? null : <span className="nowrap">{t("surge.on_by", { name: team.surge.by })}</span>}
        </span>
        <span className="sp" />
        {leads ? (
          <button type="button" className="btn sm" onClick={() => onEnd(team)}>
            {t("surge.end")}
          </button>
        ) : null}
      </div>
    ),
  );
}
