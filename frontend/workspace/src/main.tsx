/** Starts the workspace: dress the page, learn the language, find out who is here, draw. */

import "./styles/workspace.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { commandsOver } from "./api/commands.ts";
import type { Transport } from "./api/transport.ts";
import { App } from "./app/App.tsx";
import { startTicking } from "./core/clock.ts";
import { dressDocument } from "./core/preferences.ts";
import { learnWords } from "./i18n/index.ts";

async function chooseTransport(): Promise<Transport> {
  // Everything inside this condition is left out of an ordinary build.
  if (import.meta.env.DEV || import.meta.env.MODE === "mock") {
    const asked = new URLSearchParams(location.search).get("mock");
    if (asked !== null || import.meta.env.MODE === "mock") {
      const { mockTransport } = await import("./dev/mock.ts");
      return mockTransport(asked ?? "");
    }
  }
  const { live } = await import("./api/live.ts");
  return live;
}

async function start(): Promise<void> {
  dressDocument();
  startTicking();
  const root = document.getElementById("root");
  if (root === null) throw new Error("The page has no #root.");
  const [transport] = await Promise.all([chooseTransport(), learnWords()]);
  const commands = commandsOver(transport);
  addEventListener("online", () => commands.nudge());
  addEventListener("offline", () => commands.lost());
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) commands.nudge();
  });
  createRoot(root).render(
    <StrictMode>
      <App commands={commands} />
    </StrictMode>,
  );
}

void start();
