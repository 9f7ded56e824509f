import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { WaitScore, WaitScores } from "../../api/line.ts";
import { useCommands } from "../../state/use.ts";
import { usePercent } from "../../ui/figures.ts";
import { useFigure } from "./useFigure.ts";

/** Below so many a share says more about luck than about the estimate. */
const ENOUGH = 20;
const REFRESH_MS = 60_000;

/** Whether what customers were told about their wait was true: counted, not claimed. */
export function Score() {
  const { t } = useTranslation();
  const commands = useCommands();
  const figure = useFigure();
  const percent = usePercent();
  const asked = useQuery({ queryKey: ["waits", 7], queryFn: () => commands.get<WaitScores>("/waits/score?days=7"), refetchInterval: REFRESH_MS, retry: false });
  const score = asked.data;
  // Where the server keeps no score there is nothing to show, and nobody to tell.
  if (score === undefined) return null;
  const few = score.settled < ENOUGH || score.held === null;
  return (
    <section className="card" aria-labelledby="floor-score">
      <div className="card-h">
        <h2 id="floor-score">{t("score.title")}</h2>
        <span className="sp" />
        <span className="xs dim">{t("score.days", { count: score.days })}</span>
      </div>
      <div className="sec grid g2">
        {few ? (
          <p className="sm mut">{t("score.few", { count: score.settled })}</p>
        ) : (
          <>
            <p className="sm">{t("score.held", { share: percent(score.held ?? 0), count: score.settled, n: figure(score.settled) })}</p>
            <p className="xs dim">{[coverageOf(score, t, percent), biasOf(score, t)].filter(Boolean).join(" ")}</p>
          </>
        )}
      </div>
      {score.by_team.length === 0 ? null : (
        <ul className="sec grid g2">
          {score.by_team.map((one) => {
            const n = one.settled;
            const held = n < ENOUGH ? null : one.held;
            return (
              <li className="score-t" key={one.team.id}>
                <span className="ell">{one.team.name}</span>
                {held === null ? (
                  <span className="xs dim">{t("score.too_few", { n: figure(n) })}</span>
                ) : (
                  <>
                    <span className="prog" aria-hidden="true">
                      <i style={{ inlineSize: percentWidth(held) }} />
                    </span>
                    <span className="xs num">{t("score.of", { share: percent(held), n: figure(n) })}</span>
                  </>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}

type Words = ReturnType<typeof useTranslation>["t"];

const percentWidth = (share: number): string => `${Math.round(share * 100)}%`;

function coverageOf(score: WaitScore, t: Words, percent: (share: number) => string): string {
  return score.coverage === null ? "" : t("score.coverage", { share: percent(score.coverage) });
}

function biasOf(score: WaitScore, t: Words): string {
  const off = Math.round(score.bias_s ?? 0);
  if (score.bias_s === null || Math.abs(off) < 1) return "";
  return t(off > 0 ? "score.too_long" : "score.too_short", { seconds: Math.abs(off) });
}
