import { useTranslation } from "react-i18next";

const WIDTH = 320;
const NEUTRAL_Y = 14;
/** Customers who need a person are seldom pleased: most of the height goes to how displeased they are. */
const UP = 8;
const DOWN = 22;

function word(score: number): "pleased" | "neutral" | "unhappy" | "angry" {
  if (score > 0.35) return "pleased";
  if (score > -0.25) return "neutral";
  return score > -0.6 ? "unhappy" : "angry";
}

/** The mood of the customer's texts, oldest first, from 1 (pleased) to -1 (angry), as a line and in words. */
export function Mood({ scores }: { scores: readonly number[] }) {
  const { t } = useTranslation();
  const first = scores[0];
  const last = scores.at(-1);
  if (first === undefined || last === undefined) return null;
  const x = (n: number): number => (scores.length === 1 ? WIDTH / 2 : 8 + (n * (WIDTH - 16)) / (scores.length - 1));
  const y = (score: number): number => {
    const kept = Math.max(-1, Math.min(1, score));
    return NEUTRAL_Y - kept * (kept > 0 ? UP : DOWN);
  };
  const points = scores.map((score, n) => [x(n), y(score)] as const);
  const from = t(`mood.${word(first)}`);
  const to = t(`mood.${word(last)}`);
  const unhappy = last <= -0.25;
  return (
    <>
      <svg className="spark flip" viewBox={`0 0 ${WIDTH} 42`} role="img" aria-label={t("mood.text", { from, to, count: scores.length })}>
        <path d={`M4 ${y(0)}H316`} stroke="var(--line)" />
        <path d={smooth(points)} fill="none" stroke="var(--ink-2)" strokeWidth="2" strokeLinecap="round" />
        {points.map(([cx, cy], n) =>
          n === points.length - 1 ? (
            <circle key={cx} cx={cx} cy={cy} r="5" fill={unhappy ? "var(--bad)" : "var(--ink-2)"} />
          ) : (
            <circle key={cx} cx={cx} cy={cy} r="3.5" fill="var(--surface)" stroke="var(--ink-2)" strokeWidth="2" />
          ),
        )}
      </svg>
      <p className="row xs dim" aria-hidden="true">
        <span>{from}</span>
        <span className="sp" />
        <span className={unhappy ? "bad m" : "m"}>{to}</span>
      </p>
    </>
  );
}

/** Level in and out of every point, so that the curve never shows a mood that nobody had. */
function smooth(points: readonly (readonly [number, number])[]): string {
  return points
    .map(([px, py], n) => {
      const before = points[n - 1];
      if (before === undefined) return `M${px} ${py}`;
      const middle = (before[0] + px) / 2;
      return `C${middle} ${before[1]} ${middle} ${py} ${px} ${py}`;
    })
    .join("");
}
