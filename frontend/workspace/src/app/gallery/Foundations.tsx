import { CircleAlert, CircleCheck, Globe, Lock, TriangleAlert } from "lucide-react";
import type { CSSProperties, ReactNode } from "react";
import { Avatar } from "../../ui/Avatar.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { Pass, Pips } from "../../ui/Marks.tsx";

const swatch = (background: string, color = "var(--ink)", more: CSSProperties = {}): CSSProperties => ({
  background: `var(--${background})`,
  color,
  ...more,
});

const COLOURS: readonly { name: string; use: string; style: CSSProperties; face?: ReactNode }[] = [
  { name: "canvas", use: "behind everything", style: swatch("canvas") },
  { name: "surface", use: "sheets, cards", style: swatch("surface") },
  { name: "sunken", use: "tracks, chips", style: swatch("sunken") },
  { name: "primary", use: "the one main action", style: swatch("primary", "var(--on-primary)") },
  { name: "person", use: "a person speaks or acts", style: swatch("person-bg", "var(--person-ink)", { borderInlineStart: "5px solid var(--person)" }) },
  { name: "bot", use: "automation speaks", style: swatch("bot-bg", "var(--bot-ink)", { borderInlineStart: "5px dashed var(--bot)" }) },
  { name: "note", use: "team only", style: swatch("note-bg", "var(--note-ink)"), face: <Icon of={Lock} /> },
  { name: "draft", use: "not sent", style: swatch("draft-bg", "var(--draft-ink)", { outline: "1.5px dashed var(--draft)", outlineOffset: "-5px" }) },
  { name: "ok", use: "it worked", style: swatch("ok-bg", "var(--ok)"), face: <Icon of={CircleCheck} /> },
  { name: "warn", use: "late", style: swatch("warn-bg", "var(--warn)"), face: <Icon of={TriangleAlert} /> },
  { name: "bad", use: "failed", style: swatch("bad-bg", "var(--bad)"), face: <Icon of={CircleAlert} /> },
  { name: "self", use: "own words, in the widget", style: swatch("self-bg", "var(--self-ink)") },
];

export function Colours() {
  return (
    <section>
      <h2>Colour</h2>
      <div className="sw">
        {COLOURS.map((colour) => (
          <div key={colour.name}>
            <span style={colour.style}>{colour.face ?? "Aa"}</span>
            <p>
              <b>{colour.name}</b>
              <br />
              <span className="dim">{colour.use}</span>
            </p>
          </div>
        ))}
      </div>
    </section>
  );
}

const SIZES: readonly { about: string; style: CSSProperties; text: string }[] = [
  { about: "28/36 · 600 figure", style: { fontSize: 28, lineHeight: "36px", fontWeight: 600, letterSpacing: "-.028em" }, text: "0:41" },
  { about: "20/28 · 600 page", style: { fontSize: 20, lineHeight: "28px", fontWeight: 600, letterSpacing: "-.014em" }, text: "Live floor" },
  { about: "16/24 · 600 section", style: { fontSize: 16, lineHeight: "24px", fontWeight: 600 }, text: "Asked for a person" },
  { about: "15/22 summary", style: { fontSize: 15, lineHeight: "22px" }, text: "Refunds arrive in 5–7 days." },
  { about: "14/20 app body", style: {}, text: "Refunds arrive in 5–7 days." },
  { about: "13/18 secondary", style: { fontSize: 13, lineHeight: "18px" }, text: "From “Refund policy”" },
  { about: "12/16 meta", style: { fontSize: 12, lineHeight: "16px" }, text: "automated · 13:58" },
];

export function Type() {
  return (
    <section>
      <h2>Type</h2>
      <div className="ty">
        {SIZES.map((size) => (
          <p key={size.about}>
            <span className="dim">{size.about}</span>
            <span style={size.style}>{size.text}</span>
          </p>
        ))}
      </div>
    </section>
  );
}

export function Identity() {
  return (
    <section>
      <h2>Identity</h2>
      <div className="f">
        {(["xl", "l", "s", "xs"] as const).map((size) => (
          <span className="f" key={size}>
            <Avatar voice="bot" size={size} />
            <Avatar voice="person" size={size} initials="SK" />
            <Avatar voice="customer" size={size} initials="WF" />
          </span>
        ))}
        <Avatar voice="customer" initials="WF">
          <span className="ch">
            <Icon of={Globe} />
          </span>
        </Avatar>
      </div>
      <p className="cap">Places taken, presence</p>
      <div className="f">
        <span className="row xs">
          <Pips taken={3} of={4} />3 of 4
        </span>
        <span className="row xs">
          <Pips taken={5} of={4} />5 of 4, over the limit
        </span>
        <span className="row xs">
          <span className="pres ok" />
          available
        </span>
        <span className="row xs">
          <span className="pres busy" />
          finishing
        </span>
        <span className="row xs">
          <span className="pres off" />
          away
        </span>
      </div>
      <p className="cap">The pass</p>
      <div className="row">
        <Pass initials="SK" />
      </div>
    </section>
  );
}
