// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from "vitest";
import { ActionsPanel } from "../src/features/doing/ActionsPanel.tsx";
import { AssistantPage } from "../src/features/assistant/AssistantPage.tsx";
import { edits } from "../src/features/knowledge/edits.ts";
import { KnowledgePage } from "../src/features/knowledge/KnowledgePage.tsx";
import { ITEMS, WREN_BRIEF } from "../src/dev/people.ts";
import { Thread } from "../src/features/thread/Thread.tsx";
import { type Stand, stand } from "./stand.tsx";

let here: Stand | null = null;

afterEach(() => {
  here?.leave();
  here = null;
  edits.set({});
});

async function knowledge(item: string | null, states = "still") {
  const opened: (string | null)[] = [];
  here = await stand(<KnowledgePage item={item} onOpen={(id) => opened.push(id)} />, states);
  const stage = here;
  await stage.until(() => stage.text().includes("Wash and proof") || states.includes("kempty"), "the list");
  return { ...stage, opened };
}

describe("the knowledge page", () => {
  it("lists what there is, and says how it stands with each", async () => {
    const page = await knowledge(null);
    expect(page.text()).toContain("84 items");
    expect(page.text()).toContain("Used 214 times · 71% helped");
    expect(page.text()).toMatch(/Not checked for 1[01] months/u);
    await page.until(() => page.text().includes("38 pages"), "the sources");
    expect(page.text()).toContain("2 left out");
  });

  it("asks the assistant, and shows how sure it is beside how sure it has to be", async () => {
    const page = await knowledge("refunds");
    await page.until(() => page.text().includes("Draft of v4, not live"), "the draft");
    await page.type("[data-focus=knowledge-ask]", "my refund is 12 days late??");
    await page.press("Ask");
    await page.until(() => page.text().includes("0.88 · needs 0.60"), "the answer");
    expect(page.text()).toContain("Would offer a person from Billing");
    expect(page.text()).toContain("Refunds arrive 5–7 business days");
    await page.press("Live");
    await page.type("[data-focus=knowledge-ask]", "boots");
    await page.press("Ask");
    await page.until(() => page.text().includes("Boots for winter"), "the choices");
    await page.press("Boots that run small");
    await page.until(() => page.text().includes("Nothing that is live holds the answer."), "the next answer");
  });

  it("keeps what is written until it is saved, and publishes it", async () => {
    const page = await knowledge("wash");
    await page.until(() => page.text().includes("Live · v3"), "the item");
    expect(page.button("Publish").disabled).toBe(true);
    await page.press("Write");
    await page.type("[data-focus=knowledge-body]", "Wash at 30 degrees.");
    expect(page.text()).toContain("Not saved");
    await page.press("Publish");
    await page.until(() => page.text().includes("Live · v4"), "the next version");
    expect(page.text()).not.toContain("Not saved");
    expect(edits.get()).toEqual({});
  });

  it("loses nothing when two write at once", async () => {
    const page = await knowledge("wash", "still,conflict");
    await page.until(() => page.text().includes("Live · v3"), "the item");
    await page.press("Write");
    await page.type("[data-focus=knowledge-body]", "Mine.");
    await page.press("Save draft");
    await page.until(() => page.text().includes("Two people wrote at once"), "the conflict");
    expect(page.find<HTMLTextAreaElement>("[data-focus=knowledge-body]").value).toBe("Mine.");
    await page.press("Go on with mine");
    expect(page.text()).not.toContain("Two people wrote at once");
    expect(edits.get()["wash"]?.body).toBe("Mine.");
  });

  it("lets agents read and ask, and nothing else", async () => {
    const page = await knowledge("wash", "still,agent");
    await page.until(() => page.text().includes("Leads change it."), "the item");
    for (const name of ["New item", "Add a website", "Publish", "Save draft", "Remove item"]) expect(() => page.button(name)).toThrow("No button");
    expect(page.find<HTMLTextAreaElement>("[data-focus=knowledge-title]").readOnly).toBe(true);
    expect(page.button("Ask")).toBeDefined();
  });

  it("lets leads write drafts, and leaves it to managers to make them live", async () => {
    const page = await knowledge("wash", "still,lead");
    await page.until(() => page.text().includes("Live · v3"), "the item");
    expect(() => page.button("Publish")).toThrow("No button");
    expect(() => page.button("Add a website")).toThrow("No button");
    await page.press("Write");
    await page.type("[data-focus=knowledge-body]", "Wash at 30 degrees.");
    await page.press("Save draft");
    await page.until(() => page.text().includes("Draft of v3, not live"), "the draft");
    expect(page.text()).toContain("A manager makes drafts live.");
  });

  it("turns a gap into an item that begins with the customer's words", async () => {
    const page = await knowledge(null);
    await page.press(/^Gaps/u);
    await page.press(/can I change my order/u);
    expect(page.text()).toContain("Nothing answers this");
    expect(page.text()).toContain("Drafted from 12 answers your team gave");
    await page.press("Write an item");
    expect(page.opened.at(-1)).toBe("new");
    expect(edits.get()["new"]).toMatchObject({ title: "Can I change my order after paying", examples: ["can I change my order after paying", "change my order", "add something to my order"] });
  });

  it("keeps what the team answered as a draft, and tells nobody of it yet", async () => {
    const page = await knowledge(null);
    await page.press(/^Gaps/u);
    await page.press(/can I change my order/u);
    await page.press("Keep it");
    await page.until(() => page.opened.at(-1) === "new-1", "the draft");
    const { draft, on } = await page.commands.get<{ draft: { body: string }; on: boolean }>("/knowledge/items/new-1");
    expect([draft.body.slice(0, 23), on]).toEqual(["You can change an order", false]);
  });

  it("is walked by keys, and leaves the letter after G to the desk", async () => {
    const page = await knowledge("refunds");
    const press = (key: string): void => void document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    press("j");
    expect(page.opened).toEqual(["wash"]);
    press("/");
    expect(document.activeElement?.getAttribute("data-focus")).toBe("knowledge-search");
    // In a field, letters are letters.
    document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key: "j", bubbles: true }));
    (document.activeElement as HTMLElement).blur();
    press("g");
    press("a");
    expect([page.opened, document.activeElement?.getAttribute("data-focus") ?? null]).toEqual([["wash"], null]);
    press("a");
    expect(document.activeElement?.getAttribute("data-focus")).toBe("knowledge-ask");
  });

  it("says what to begin with where there is nothing", async () => {
    const page = await knowledge(null, "still,kempty");
    await page.until(() => page.text().includes("The assistant knows nothing yet"), "the first steps");
    expect(page.button("Upload files")).toBeDefined();
  });

  it("says so when it cannot be loaded, and tries again", async () => {
    here = await stand(<KnowledgePage item={null} onOpen={() => undefined} />, "still,kbroken");
    const stage = here;
    await stage.until(() => stage.text().includes("could not be loaded"), "the sentence");
    expect(stage.button("Try again")).toBeDefined();
  });
});

describe("what the assistant can do", () => {
  it("names what it covers, may do and may say, and leads to where it fails", async () => {
    here = await stand(<AssistantPage />);
    const stage = here;
    await stage.until(() => stage.text().includes("Shipping times and costs"), "the page");
    for (const words of ["Answers from your articles", "2,140", "9% of its answers", "too few to judge", "waits for your OK", "only people do it", "knows who it is first"]) expect(stage.text()).toContain(words);
    await stage.press("Change the item");
    await stage.press("Read it");
    expect(stage.went).toEqual(["/knowledge/refunds", "/conversations/c_noor/decisions"]);
  });
});

describe("the actions beside a conversation", () => {
  it("fill in what is known, say what would be sent, and run", async () => {
    const wren = ITEMS.find((item) => item.id === "c_wren");
    if (wren === undefined) throw new Error("Wren is not here.");
    here = await stand(<ActionsPanel item={wren} brief={WREN_BRIEF} proven="code" />);
    const stage = here;
    await stage.opens("c_wren");
    await stage.until(() => stage.text().includes("Start a return"), "the actions");
    expect(stage.text()).toContain("known for sure: gave the code from a mail");
    await stage.press(/Look up an order/u);
    expect(stage.find<HTMLInputElement>("form .field input").value).toBe("1234");
    expect(stage.text()).toContain("signed in");
    await stage.press("Check first");
    await stage.until(() => stage.text().includes("This would be sent"), "the preview");
    expect(stage.text()).toContain("nothing was sent");
    await stage.press("Do it");
    await stage.until(() => stage.text().includes("R-2207"), "the result");
  });

  it("name what is missing before anything is sent", async () => {
    const wren = ITEMS.find((item) => item.id === "c_wren");
    if (wren === undefined) throw new Error("Wren is not here.");
    here = await stand(<ActionsPanel item={wren} brief={null} proven={null} />);
    const stage = here;
    await stage.until(() => stage.text().includes("Start a return"), "the actions");
    await stage.press(/Start a return/u);
    await stage.press("Do it");
    expect(stage.text()).toContain("This is needed.");
    expect(document.querySelectorAll("[aria-invalid=true]")).toHaveLength(2);
  });
});

describe("a run in the thread", () => {
  it("shows what came of it, and asks once more before it is taken back", async () => {
    here = await stand(<Thread id="c_wren" />, "still,acts");
    const stage = here;
    await stage.opens("c_wren");
    await stage.until(() => stage.text().includes("R-2207"), "the card");
    for (const words of ["known for sure", "not sure: please look", "The payment system did not answer", "Answers the customer could tap"]) expect(stage.box.innerHTML.toLowerCase()).toContain(words.toLowerCase());
    await stage.press("Undo");
    expect(stage.text()).toContain("Take back “Start a return”?");
    await stage.press("Take it back");
    await stage.until(() => stage.text().includes("taken back"), "the mark");
  });
});
