import { Bot, Check, Clock, TriangleAlert, UserRound } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Floor } from "../../api/floor.ts";
import { stopwatch } from "../../state/durations.ts";
import { usePercent } from "../../ui/figures.ts";
import { Icon } from "../../ui/Icon.tsx";
import { useFigure } from "./useFigure.ts";

/** Are we all right? Five figures, each beside what it is measured against. */
export function Tiles({ floor }: { floor: Floor }) {
  const { t } = useTranslation();
  const figure = useFigure();
  const percent = usePercent();
  const { assistant, waiting, person, today, promise } = floor;
  const late = floor.line.some((row) => row.risk === "over");
  const kept = promise.share === null || promise.share >= promise.target;
  return (
    <section aria-label={t("floor.now")} className="stats floor-stats">
      <Tile icon={<Icon of={Bot} size="s" className="bot-c" />} name={t("floor.assistant")} value={figure(assistant.count)}>
        {t("floor.close", { count: assistant.close })}
      </Tile>
      <Tile icon={<Icon of={Clock} size="s" />} name={t("floor.waiting")} value={figure(waiting.count)}>
        {waiting.longest_s === null ? t("floor.nobody_waits") : <b className={late ? "bad" : undefined}>{t("floor.longest", { time: stopwatch(waiting.longest_s * 1000) })}</b>}
        <Promised low={waiting.promised_low_s} high={waiting.promised_high_s} />
      </Tile>
      <Tile icon={<Icon of={UserRound} size="s" className="person-c" />} name={t("floor.person")} value={figure(person.count)}>
        {t("floor.of_places", { places: figure(person.places) })}
      </Tile>
      <Tile name={t("floor.today")} value={today.median_s === null ? "–" : stopwatch(today.median_s * 1000)} small={today.p90_s === null ? "" : ` / ${stopwatch(today.p90_s * 1000)}`}>
        {today.handoffs === 0 ? t("floor.today_none") : t("floor.today_help", { count: today.handoffs })}
      </Tile>
      <Tile name={t("floor.kept")} value={promise.share === null ? "–" : percent(promise.share)}>
        {promise.share === null ? (
          t("floor.kept_none")
        ) : (
          <span className={kept ? "ok row g1" : "warn row g1"}>
            <Icon of={kept ? Check : TriangleAlert} size="xs" />
            {t(kept ? "floor.target" : "floor.target_missed", { share: percent(promise.target) })}
          </span>
        )}
      </Tile>
    </section>
  );
}

/** What somebody who joins now is told; without an upper end there is no number. */
function Promised({ low, high }: { low: number | null; high: number | null }) {
  const { t } = useTranslation();
  const minutes = (seconds: number): number => Math.max(1, Math.round(seconds / 60));
  if (low === null && high === null) return null;
  const words =
    high === null
      ? t("floor.promised_more", { low: minutes(low ?? 0) })
      : low === null || minutes(low) === minutes(high)
        ? t("floor.promised_one", { high: minutes(high) })
        : t("floor.promised", { low: minutes(low), high: minutes(high) });
  return (
    <>
      {" "}
      · <span className="nowrap">{words}</span>
    </>
  );
}

function Tile({ icon, name, value, small, children }: { icon?: ReactNode; name: string; value: string; small?: string; children?: ReactNode }) {
  return (
    <div className="stat">
      <span className="k row g1">
        {icon}
        {name}
      </span>
      <span className="v big">
        {value}
        {small ? <small>{small}</small> : null}
      </span>
      <span className="x">{children}</span>
    </div>
  );
}
