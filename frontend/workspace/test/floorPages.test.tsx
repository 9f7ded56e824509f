// @vitest-environment happy-dom
import { act } from "react";
import { afterEach, describe, expect, it } from "vitest";
import { FloorPage } from "../src/features/floor/FloorPage.tsx";
import { HoursPage } from "../src/features/hours/HoursPage.tsx";
import { PeoplePage } from "../src/features/people/PeoplePage.tsx";
import { PromisesPage } from "../src/features/promises/PromisesPage.tsx";
import { RoutingWhy } from "../src/features/routing/RoutingWhy.tsx";
import { ITEMS } from "../src/dev/people.ts";
import type { Item } from "../src/api/types.ts";
import { type Stand, stand } from "./stand.tsx";

let here: Stand | null = null;

afterEach(() => {
  here?.leave();
  here = null;
});

async function floor(states = "still", team: string | null = null) {
  const did: string[] = [];
  here = await stand(
    <FloorPage team={team} onTeam={(one) => did.push(`team ${one ?? "all"}`)} onPeek={(one) => did.push(`peek ${one}`)} onOpen={(one) => did.push(`open ${one}`)} onPromises={() => did.push("promises")} onReview={() => did.push("review")} />,
    states,
  );
  const stage = here;
  await stage.until(() => stage.text().includes("With the assistant"), "the floor");
  return { ...stage, did };
}

describe("the live floor", () => {
  it("says who waits, at whom it rings, and why nobody has come", async () => {
    const page = await floor();
    const [first] = page.box.querySelectorAll("tbody tr");
    expect(first?.textContent).toContain("Ivy Ford");
    expect(first?.textContent).toContain("past the promise");
    expect(first?.textContent).toContain("Everyone who speaks German is full.");
    expect(page.text()).toContain("rings at Sara");
    expect(page.text()).toContain("4 of 6 available · 4.5 places free");
    expect(page.box.querySelector('[aria-label="5 of 4, over the limit"]')).not.toBeNull();
    expect(page.box.querySelector('[aria-label="1.5 of 4"]')).not.toBeNull();
  });

  it("lets a lead look in, take over, and borrow somebody", async () => {
    const page = await floor();
    await page.press("Peek: Ivy Ford");
    await page.press("Take over: Clay Banks");
    await page.until(() => page.did.length === 2, "both");
    expect(page.did).toEqual(["peek c_ivy", "open c_clay"]);
    await page.press("Borrow Marco");
    await page.press("Lend");
    await page.until(() => page.text().includes("helps Billing until"), "Marco at Billing");
  });

  it("begins surge mode for one team, says so unmistakably, and ends it", async () => {
    const page = await floor("still", "billing");
    await page.press("Surge mode…");
    await page.press("Start surge mode");
    await page.until(() => page.text().includes("Surge mode in Billing until"), "the banner");
    expect(page.text()).toContain("Everybody takes 1 more.");
    await page.press("End now");
    await page.until(() => !page.text().includes("Surge mode in Billing until"), "the end");
  });

  it("asks for a team before surge mode begins", async () => {
    const page = await floor();
    await page.press("Surge mode…");
    await page.press("Start surge mode");
    expect(document.body.textContent).toContain("Say which team.");
  });

  it("changes places, and nobody’s who was not meant", async () => {
    const page = await floor();
    await page.press("Change places…");
    await page.press("One more for Lena");
    await page.press("Save");
    await page.until(() => page.box.querySelector('[aria-label="5 of 5"]') !== null, "five places");
    expect(page.box.querySelector('[aria-label="1.5 of 4"]')).not.toBeNull();
  });

  it("lets agents see everything and do nothing", async () => {
    const page = await floor("still,agent", "billing");
    expect(page.text()).toContain("Ivy Ford");
    for (const name of ["Peek", "Take over", "Surge mode…", "Change places…", "Borrow Marco"]) expect(() => page.button(name)).toThrow("No button");
    expect(page.button("See promises")).toBeDefined();
  });

  it("shows agents their own team, and nobody’s else", async () => {
    const page = await floor("still,agent");
    expect(page.text()).toContain("Fern Hollis");
    expect(page.text()).not.toContain("Ivy Ford");
  });

  it("draws some of ten thousand, and more when asked", async () => {
    const page = await floor("still,crowd");
    const drawn = (): number => page.box.querySelectorAll("tbody tr").length;
    expect(drawn()).toBe(40);
    await page.press("Show 40 more");
    expect(drawn()).toBe(80);
  });

  it("says that nobody waits, that nobody is on shift, and that there is no team", async () => {
    const page = await floor("still,calm,nobody,noteam");
    expect(page.text()).toContain("Nobody waits for a person.");
    expect(page.text()).toContain("There is no team yet.");
    expect(page.text()).toContain("Nothing. All is in hand.");
  });

  it("tells how often the range held, and where that is too little to say", async () => {
    const page = await floor();
    await page.until(() => page.text().includes("The range we showed held in 86%"), "the score");
    expect(page.text()).toContain("too few to judge (n 15)");
  });
});

describe("the promises", () => {
  it("stand by due time; a call is started, and how it went is kept", async () => {
    const opened: string[] = [];
    here = await stand(<PromisesPage onOpen={(one) => opened.push(one)} />);
    const page = here;
    await page.until(() => page.text().includes("Juniper Cole"), "the list");
    expect(page.text()).toMatch(/Call-back late by 1[345] m/u);
    expect(page.text()).toContain("busy (Marco)");
    await page.press("Start the call to Juniper Cole");
    expect(document.querySelector<HTMLAnchorElement>(".dialog a")?.href).toBe("tel:+442079460321");
    await page.press(/^Start the call$/u);
    await page.until(() => document.body.textContent?.includes("How did it go?") === true, "the outcome");
    await page.press("Save");
    expect(document.body.textContent).toContain("Say how it went.");
    await act(async () => document.querySelector<HTMLInputElement>(".outcomes input")?.click());
    await page.press("Save");
    await page.until(() => opened.includes("c_late"), "the conversation");
  });
});

describe("the hours of a team", () => {
  it("are saved, and what is wrong is said at its day", async () => {
    here = await stand(<HoursPage team="billing" onTeam={() => undefined} back={null} />);
    const page = here;
    await page.until(() => page.text().includes("Opening hours"), "the hours");
    expect(page.text()).toContain("1 holiday is of 2025");
    await page.until(() => page.text().includes("Back Mon 09:00 your time"), "the preview");
    await page.type('[aria-label="Tuesday, to"]', "08:00");
    expect(page.text()).toContain("Not saved");
    await page.press("Save");
    await page.until(() => page.text().includes("It ends before it begins."), "the fault");
    expect(page.find('[aria-label="Tuesday, to"]').getAttribute("aria-invalid")).toBe("true");
    await page.type('[aria-label="Tuesday, to"]', "18:00");
    await page.press("Save");
    await page.until(() => !page.text().includes("Not saved"), "the save");
  });

  it("are read only for who manages nothing", async () => {
    here = await stand(<HoursPage team="billing" onTeam={() => undefined} back={null} />, "still,lead");
    const page = here;
    await page.until(() => page.text().includes("Managers change these."), "the hours");
    expect(() => page.button("Save")).toThrow("No button");
  });
});

describe("people", () => {
  it("get a skill with a level", async () => {
    here = await stand(<PeoplePage person="a_sara" onPerson={() => undefined} back={null} />);
    const page = here;
    await page.until(() => page.text().includes("refunds"), "the person");
    await page.type('[aria-label="Add a skill"]', "Big Tents");
    await page.press("Add a skill");
    expect(page.text()).toContain("big-tents");
    await page.press("Save");
    await page.until(() => !page.text().includes("Not saved") && page.text().includes("big-tents"), "the save");
  });
});

describe("why this person", () => {
  it("says who was considered, in short words, and what is not needed any more", async () => {
    here = await stand(<RoutingWhy item={ITEMS[0] as Item} />);
    const page = here;
    await page.press("Why this person?");
    await page.until(() => page.text().includes("not in the team, lacks a skill"), "the reasons");
    expect(page.text()).toContain("not needed any more");
    expect(page.text()).toContain("Computed again: the same.");
  });
});
