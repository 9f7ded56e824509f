import { useTranslation } from "react-i18next";
import type { Floor } from "../../api/floor.ts";
import { stopwatch } from "../../state/durations.ts";
import { clockTime } from "../../ui/When.tsx";
import { axisOf } from "./reading.ts";
import { useFigure } from "./useFigure.ts";

const WIDTH = 310;
const FIRST = 24;
const LAST = 304;
const TOP = 8;
const BOTTOM = 90;

/** The longest wait by minute over the last hour, beside what is promised. Time goes from the start of the line to its end. */
export function History({ history }: { history: Floor["history"] }) {
  const { t, i18n } = useTranslation();
  const figure = useFigure();
  const { points, promise_s: promise } = history;
  const from = Date.parse(history.from);
  const length = Math.max(1, Date.parse(history.to) - from);
  const most = Math.max(60, promise ?? 0, ...points.map((point) => point.longest_s));
  const axis = axisOf(most);
  const top = (axis.at(-1) ?? 1) * 60;
  const x = (at: string): number => round(FIRST + ((Date.parse(at) - from) / length) * (LAST - FIRST));
  const y = (seconds: number): number => round(BOTTOM - (seconds / top) * (BOTTOM - TOP));
  const last = points.at(-1);
  const late = last !== undefined && promise !== null && last.longest_s > promise;
  const line = pathOf(points.map((point) => [x(point.at), y(point.longest_s)] as const));
  const peak = Math.max(0, ...points.map((point) => point.longest_s));
  const label = t(promise === null ? "floor.history_text" : "floor.history_text_promise", {
    from: clockTime(history.from, i18n.language),
    to: clockTime(history.to, i18n.language),
    most: stopwatch(peak * 1000),
    now: stopwatch((last?.longest_s ?? 0) * 1000),
    promise: stopwatch((promise ?? 0) * 1000),
  });
  return (
    <section className="card pad grid g3" aria-labelledby="floor-history">
      <div className="row">
        <h2 id="floor-history" className="floor-h2">
          {t("floor.history")}
        </h2>
        <span className="sp" />
        <span className="xs dim">{t("floor.history_unit")}</span>
      </div>
      {points.length < 2 ? (
        <p className="sm mut">{t("floor.history_none")}</p>
      ) : (
        <div dir="ltr" className="grid g1">
          <svg className="spark" viewBox={`0 0 ${WIDTH} 98`} role="img" aria-label={label}>
            {axis.map((minutes) => (
              <g key={minutes}>
                <path d={`M${FIRST} ${y(minutes * 60)}H${LAST + 2}`} stroke="var(--grid)" />
                <text x={FIRST - 8} y={y(minutes * 60) + 3} fill="var(--ink-3)" fontSize="10" textAnchor="end">
                  {figure(minutes)}
                </text>
              </g>
            ))}
            {promise === null ? null : <path d={`M${FIRST} ${y(promise)}H${LAST + 2}`} stroke="var(--ink-2)" strokeDasharray="2 4" />}
            <path d={`${line}V${BOTTOM}H${x(points[0]?.at ?? history.from)}Z`} fill="var(--press)" opacity="0.7" />
            <path d={line} fill="none" stroke="var(--ink)" strokeWidth="2" strokeLinejoin="round" />
            {last === undefined ? null : <circle cx={x(last.at)} cy={y(last.longest_s)} r="4" fill={late ? "var(--bad)" : "var(--ink)"} />}
          </svg>
          <p className="row xs dim">
            <span>{clockTime(history.from, i18n.language)}</span>
            <span className="sp" />
            <span dir="auto">{promise === null ? "" : t("floor.history_dotted")}</span>
            <span className="sp" />
            <span>{clockTime(history.to, i18n.language)}</span>
          </p>
        </div>
      )}
    </section>
  );
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** Level in and out of every point: the curve never shows a wait that nobody had. */
function pathOf(points: readonly (readonly [number, number])[]): string {
  return points
    .map(([px, py], n) => {
      const before = points[n - 1];
      if (before === undefined) return `M${px} ${py}`;
      const middle = round((before[0] + px) / 2);
      return `C${middle} ${before[1]} ${middle} ${py} ${px} ${py}`;
    })
    .join("");
}
