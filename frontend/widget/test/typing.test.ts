// @vitest-environment happy-dom
import { h, render } from "preact";
import { expect, it } from "vitest";
import { HandClock } from "../../core/test/fakes.ts";
import { Chat } from "../src/chat.ts";
import { Panel } from "../src/view/panel.tsx";
import { languageOf, loadWords } from "../src/words.ts";

async function panel(kept: string | null = null): Promise<{ chat: Chat; field: HTMLTextAreaElement }> {
  const chat = new Chat(
    {
      startSession: () => new Promise(() => undefined),
      open: () => {
        throw new Error("nobody answers");
      },
      loadWords,
      languageOf,
      host: {
        post: () => undefined,
        keep: () => undefined,
        opening: Promise.resolve({ kept, full: false, brand: null, accent: null }),
        onMessage: () => undefined,
      },
      clock: new HandClock(),
      random: () => 1,
      newId: () => "id-1",
    },
    await loadWords("en"),
    { locale: "en", theme: "light", branding: { brand: "Fernhill" } },
  );
  const root = document.body.appendChild(document.createElement("div"));
  render(h(Panel, { chat }), root);
  return { chat, field: root.querySelector("textarea") as HTMLTextAreaElement };
}

it("sends what was typed before the first paint", async () => {
  const { chat, field } = await panel();
  field.value = "I need a person";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  expect(chat.now.chat.outbox.map((line) => line.text)).toEqual(["I need a person"]);
  await Promise.resolve();
  expect(field.value).toBe("");
});

it("shows what was kept of a draft before anybody types, however soon that is", async () => {
  const { field } = await panel(JSON.stringify({ draft: "Half a sent" }));
  await Promise.resolve();
  await Promise.resolve();
  expect(field.value).toBe("Half a sent");
});
