/**
 * A brand colour that can be read. Whatever colour a company sets, its text reaches 4.5:1 and its edge 3:1.
 *
 * Text on the colour is white if that is readable, else black (one of the two always is). On a dark panel the colour is
 * lightened, keeping its hue, until it stands out; on a light one a pale colour keeps its fill and gets a darker edge.
 */

import { type Rgb, contrast, rgb, textOn } from "./contrast.ts";

export interface Accent {
  fill: string;
  text: string;
  edge: string;
}

const PANEL: Record<"light" | "dark", Rgb> = { light: [255, 255, 255], dark: [23, 24, 27] };
const PLAIN: Record<"light" | "dark", Accent> = {
  light: { fill: "#1c1d22", text: "#fff", edge: "#1c1d22" },
  dark: { fill: "#ededef", text: "#000", edge: "#ededef" },
};

/** `#rgb` or `#rrggbb`; anything else gives the plain ink of the design. */
export function accent(colour: string | null | undefined, theme: "light" | "dark"): Accent {
  const brand = rgb(colour);
  if (!brand) return PLAIN[theme];
  const panel = PANEL[theme];
  const fill = theme === "dark" ? shifted(brand, panel, 8.5, 0.02) : brand;
  return { fill: css(fill), text: textOn(fill), edge: css(theme === "dark" ? fill : shifted(fill, panel, 3, -0.02)) };
}

/** The same hue, lighter or darker by small steps until it reaches `need` against the panel. */
function shifted(colour: Rgb, panel: Rgb, need: number, step: number): Rgb {
  const [h, s, start] = hsl(colour);
  let l = start;
  let found = colour;
  while (contrast(found, panel) < need && (step > 0 ? l < 1 : l > 0)) {
    l += step;
    found = fromHsl(h, s, l);
  }
  return found;
}

function css(colour: Rgb): string {
  return `#${colour.map((c) => Math.round(c).toString(16).padStart(2, "0")).join("")}`;
}

function hsl([r, g, b]: Rgb): [number, number, number] {
  const [red, green, blue] = [r / 255, g / 255, b / 255];
  const max = Math.max(red, green, blue);
  const min = Math.min(red, green, blue);
  const l = (max + min) / 2;
  const d = max - min;
  if (d === 0) return [0, 0, l];
  const s = d / (1 - Math.abs(2 * l - 1));
  const h = max === red ? ((green - blue) / d + 6) % 6 : max === green ? (blue - red) / d + 2 : (red - green) / d + 4;
  return [h, s, l];
}

function fromHsl(h: number, s: number, l: number): Rgb {
  const light = Math.min(1, Math.max(0, l));
  const a = s * Math.min(light, 1 - light);
  return [0, 8, 4].map((n) => {
    const k = (n + h * 2) % 12;
    return 255 * (light - a * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  }) as unknown as Rgb;
}
