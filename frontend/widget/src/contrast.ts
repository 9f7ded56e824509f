/** WCAG contrast of two colours, and the text that can be read on one. Small, because the loader carries it. */

export type Rgb = readonly [number, number, number];

export const WHITE: Rgb = [255, 255, 255];

/** `#rgb` or `#rrggbb` to numbers; null for anything else. */
export function rgb(colour: string | null | undefined): Rgb | null {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(colour ?? "")?.[1];
  if (!hex) return null;
  const wide = hex.length === 3 ? hex.replace(/./g, "$&$&") : hex;
  return [0, 2, 4].map((at) => parseInt(wide.slice(at, at + 2), 16)) as unknown as Rgb;
}

function luminance(colour: Rgb): number {
  const [r = 0, g = 0, b = 0] = colour.map((c) => (c < 11 ? c / 3295 : ((c / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function contrast(one: Rgb, other: Rgb): number {
  const a = luminance(one) + 0.05;
  const b = luminance(other) + 0.05;
  return a > b ? a / b : b / a;
}

/** White where white can be read, else black: one of the two always reaches 4.5:1. */
export function textOn(colour: Rgb): "#fff" | "#000" {
  return contrast(colour, WHITE) >= 4.5 ? "#fff" : "#000";
}
