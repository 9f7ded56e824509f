import { describe, expect, it } from "vitest";
import { dayName, days } from "../src/view/later/slots.ts";
import { isWeb, parts } from "../src/view/later/links.tsx";

const at = (day: number, hour: number, minute = 0) => new Date(2026, 4, day, hour, minute).getTime();
const iso = (ms: number) => new Date(ms).toISOString();
const offered = (...times: number[]) => ({ now_ish: true, items: times.map((time) => ({ at: iso(time), left: 1 })) });
const words = { today: "Today", tomorrow: "Tomorrow" };

describe("times for a call", () => {
  it("are gathered by the reader's days, the earliest first", () => {
    const found = days(offered(at(21, 9), at(20, 15, 30), at(20, 15)));
    expect(found.map(({ times }) => times)).toEqual([[at(20, 15), at(20, 15, 30)], [at(21, 9)]]);
  });

  it("are left out when they are taken", () => {
    expect(days({ now_ish: false, items: [{ at: iso(at(20, 15)), left: 0 }] })).toEqual([]);
    expect(days(null)).toEqual([]);
  });

  it("are called today, tomorrow, or by their day, over the end of a month too", () => {
    const name = (day: number, now: number) => dayName(new Date(at(day, 9)).toDateString(), now, "en", words);
    expect([name(20, at(20, 14)), name(21, at(20, 14))]).toEqual(["Today", "Tomorrow"]);
    expect(name(22, at(20, 14))).toMatch(/22/);
    expect(dayName(new Date(2026, 5, 1).toDateString(), at(31, 23), "en", words)).toBe("Tomorrow");
  });
});

describe("addresses in what was said", () => {
  const links = (text: string) => parts(text).filter((part) => part.link).map((part) => part.text);

  it("become links when they are http or https", () => {
    expect(links("See https://example.com/a?b=1 and http://example.org")).toEqual(["https://example.com/a?b=1", "http://example.org"]);
  });

  it("end where the sentence goes on", () => {
    expect(links("Read https://example.com/a. (or https://example.com/b)")).toEqual(["https://example.com/a", "https://example.com/b"]);
    expect(links("https://example.com/a_(b)")).toEqual(["https://example.com/a_(b)"]);
  });

  it("are plain text when they would run something, or hide where they go", () => {
    expect(links("javascript:alert(1) data:text/html,x ftp://example.com")).toEqual([]);
    expect(links("https://exa\u202emple.com/x")).toEqual(["https://exa"]);
    expect([isWeb("javascript:alert(1)"), isWeb("//x"), isWeb(null), isWeb("https://x.example")]).toEqual([false, false, false, true]);
  });

  it("never lose a character of the text", () => {
    const text = "a https://x.example. b <b>bold</b> https://y.example/?q=\"1\"";
    expect(parts(text).map((part) => part.text).join("")).toBe(text);
  });
});
