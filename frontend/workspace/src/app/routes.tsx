import { createRootRoute, createRoute, createRouter, Navigate } from "@tanstack/react-router";
import { Conversations } from "./Conversations.tsx";
import { AllDecisions, AssistantPage, FloorPage, Gallery, HoursPage, KnowledgePages, OneDecisions, PeekPage, PeoplePage, PromisesPage, SettingsPage, SystemPage } from "./lazy.ts";
import { Page, Shell } from "./Shell.tsx";

const root = createRootRoute({ component: Shell, notFoundComponent: () => <Navigate to="/" replace /> });

const desk = createRoute({ getParentRoute: () => root, id: "desk", component: Conversations });
const list = createRoute({ getParentRoute: () => desk, path: "/" });
export const conversation = createRoute({ getParentRoute: () => desk, path: "/c/$conversation" });

/** What of an address may be read: one word each, and nothing else. */
const looking = (search: Record<string, unknown>): { team?: string; peek?: string; person?: string } => {
  const word = (name: "team" | "peek" | "person"): object => (typeof search[name] === "string" && search[name] !== "" ? { [name]: search[name] } : {});
  return { ...word("team"), ...word("peek"), ...word("person") };
};
const floor = createRoute({ getParentRoute: () => root, path: "/floor", component: FloorPage, validateSearch: looking });
const peek = createRoute({ getParentRoute: () => root, path: "/conversations", component: PeekPage, validateSearch: looking });

const page = createRoute({ getParentRoute: () => root, id: "page", component: Page });
const decisions = createRoute({ getParentRoute: () => page, path: "/decisions", component: AllDecisions });
const ofOne = createRoute({ getParentRoute: () => page, path: "/conversations/$conversation/decisions", component: OneDecisions });
// One component for both, so that going from item to item keeps the list and the questions that were tried.
const knowledge = createRoute({ getParentRoute: () => page, path: "/knowledge", component: KnowledgePages });
const knowledgeList = createRoute({ getParentRoute: () => knowledge, path: "/" });
const oneItem = createRoute({ getParentRoute: () => knowledge, path: "$item" });
const assistant = createRoute({ getParentRoute: () => page, path: "/assistant", component: AssistantPage });
const system = createRoute({ getParentRoute: () => page, path: "/system", component: SystemPage });
const settings = createRoute({ getParentRoute: () => page, path: "/settings", component: SettingsPage });
const promises = createRoute({ getParentRoute: () => page, path: "/promises", component: PromisesPage });
const hours = createRoute({ getParentRoute: () => page, path: "/settings/hours", component: HoursPage, validateSearch: looking });
const people = createRoute({ getParentRoute: () => page, path: "/settings/people", component: PeoplePage, validateSearch: looking });
const gallery = createRoute({ getParentRoute: () => page, path: "/gallery", component: Gallery });

export const router = createRouter({
  routeTree: root.addChildren([desk.addChildren([list, conversation]), floor, peek, page.addChildren([promises, hours, people, decisions, ofOne, knowledge.addChildren([knowledgeList, oneItem]), assistant, system, settings, gallery])]),
  defaultPreload: "intent",
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
