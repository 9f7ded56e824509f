/** A piece of the desk on a stage of its own: the mock server behind it, hands that note where they were sent. */

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { Tooltip } from "radix-ui";
import { act, type ReactElement } from "react";
import { createRoot } from "react-dom/client";
import type { Hands, Scene } from "../src/actions/action.ts";
import { StagehandContext } from "../src/actions/use.ts";
import { type Commands, commandsOver } from "../src/api/commands.ts";
import { mockTransport } from "../src/dev/mock.ts";
import { learnPageWords, learnWords } from "../src/i18n/index.ts";
import { CommandsContext } from "../src/state/use.ts";

declare global {
  // React asks for it.
  var IS_REACT_ACT_ENVIRONMENT: boolean;
}
globalThis.IS_REACT_ACT_ENVIRONMENT = true;

export interface Stand {
  box: HTMLElement;
  commands: Commands;
  went: string[];
  text(): string;
  find<E extends HTMLElement = HTMLElement>(selector: string): E;
  button(name: string | RegExp): HTMLButtonElement;
  press(name: string | RegExp): Promise<void>;
  type(selector: string, text: string): Promise<void>;
  until(holds: () => boolean, what?: string): Promise<void>;
  opens(conversation: string): Promise<void>;
  leave(): void;
}

export async function stand(piece: ReactElement, states = "still"): Promise<Stand> {
  await learnWords();
  await learnPageWords();
  await learnPageWords("floor");
  const commands = commandsOver(mockTransport(states));
  const went: string[] = [];
  const hands: Hands = { commands, show: () => undefined, go: (path) => void went.push(path), focus: () => undefined };
  const box = document.createElement("div");
  document.body.append(box);
  const root = createRoot(box);
  await act(async () => {
    await commands.resume();
    root.render(
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <Tooltip.Provider>
          <CommandsContext value={commands}>
            <StagehandContext value={{ hands, scene: () => ({}) as Scene }}>{piece}</StagehandContext>
          </CommandsContext>
        </Tooltip.Provider>
      </QueryClientProvider>,
    );
  });
  const soon = (): Promise<void> => act(() => new Promise<void>((done) => void setTimeout(done, 15)));
  const one: Stand = {
    box,
    commands,
    went,
    text: () => box.textContent ?? "",
    find(selector) {
      const found = document.querySelector(selector);
      if (found === null) throw new Error(`Nothing here is ${selector}: ${one.text().slice(0, 400)}`);
      return found as never;
    },
    button(name) {
      const fits = (button: HTMLElement): boolean => {
        const said = button.getAttribute("aria-label") ?? button.textContent ?? "";
        return typeof name === "string" ? said.trim().startsWith(name) : name.test(said);
      };
      const found = [...document.querySelectorAll<HTMLButtonElement>("button")].find(fits);
      if (found === undefined) throw new Error(`No button ${String(name)}: ${one.text().slice(0, 400)}`);
      return found;
    },
    async press(name) {
      await act(async () => one.button(name).click());
      await soon();
    },
    async type(selector, text) {
      const field = one.find<HTMLInputElement>(selector);
      await act(async () => {
        // As a person does it: React keeps its own idea of the value, which a plain assignment would update, too.
        const kind = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : field instanceof HTMLSelectElement ? HTMLSelectElement : HTMLInputElement;
        Object.getOwnPropertyDescriptor(kind.prototype, "value")?.set?.call(field, text);
        field.dispatchEvent(new Event(field instanceof HTMLSelectElement ? "change" : "input", { bubbles: true }));
      });
      await soon();
    },
    async until(holds, what = "it") {
      for (let tries = 0; tries < 400; tries += 1) {
        if (holds()) return;
        await soon();
      }
      throw new Error(`Waited in vain for ${what}: ${one.text().slice(0, 600)}`);
    },
    opens: (conversation) => act(() => commands.open(conversation)),
    leave() {
      act(() => root.unmount());
      box.remove();
    },
  };
  return one;
}
