/** The drawings that are Segue's own: the logo, the pass, an empty place. */

import { Avatar } from "./Avatar.tsx";

export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 24 24" aria-hidden="true">
      <path className="a" d="M3 18c4.6 0 5.6-2.4 7.4-4.6" />
      <path className="b" d="M11.6 12C13.6 9 15 6 21 6" />
      <circle className="c" cx="20.6" cy="6" r="2.4" />
    </svg>
  );
}

export function PassDrawing() {
  return (
    <svg className="art flip-rtl" viewBox="0 0 140 56" fill="none" strokeWidth="3" strokeLinecap="round" aria-hidden="true">
      <path d="M8 44c34 0 40-10 58-18" stroke="var(--bot)" strokeDasharray="4 8" />
      <path d="M74 22c16-8 24-14 50-14" stroke="var(--person)" />
      <circle cx="124" cy="8" r="6" fill="var(--person)" />
    </svg>
  );
}

/** From the assistant's hands into a person's. */
export function Pass({ initials }: { initials: string }) {
  return (
    <>
      <Avatar voice="bot" size="xs" />
      <span className="relay pass-s" aria-hidden="true">
        <span className="d" />
        <span className="s" />
      </span>
      <Avatar voice="person" size="xs" initials={initials} />
    </>
  );
}

/** Places taken, as dots; the figures beside them say the same. */
export function Pips({ taken, of }: { taken: number; of: number }) {
  const dots = Array.from({ length: Math.max(taken, of) }, (_, n) => (n >= of ? "over" : n < taken ? "on" : ""));
  return (
    <span className="pips" aria-hidden="true">
      {dots.map((dot, n) => (
        // oxlint-disable-next-line react/no-array-index-key -- dots have no identity
        <i className={dot} key={n} />
      ))}
    </span>
  );
}
