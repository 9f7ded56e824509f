import { describe, expect, it } from "vitest";
import { slots } from "../src/view/later/callback.tsx";
import { isWeb, parts } from "../src/view/later/links.tsx";

const at = (hour: number, minute = 0) => new Date(2026, 4, 20, hour, minute).getTime();

describe("times for a call", () => {
  it("begin with the next half hour that is not over", () => {
    expect(slots(at(14, 10), 0)[0]?.getHours()).toBe(15);
    expect(slots(at(14, 10), 0)[0]?.getMinutes()).toBe(0);
  });

  it("are none when the day is over", () => {
    expect(slots(at(19), 0)).toEqual([]);
  });

  it("begin at nine on another day", () => {
    expect(slots(at(23), 1)[0]?.getHours()).toBe(9);
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
