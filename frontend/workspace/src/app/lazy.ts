/** Pages that most people open rarely are loaded when they do. */

import { lazyRouteComponent } from "@tanstack/react-router";
import { type Bundle, learnPageWords } from "../i18n/index.ts";
import { createElement, lazy, Suspense } from "react";

const LazyGallery = lazy(() => import("./gallery/Gallery.tsx").then(({ Gallery }) => ({ default: Gallery })));

export const Gallery = (): React.ReactElement => createElement(Suspense, { fallback: null }, createElement(LazyGallery));
export const OneDecisions = lazyRouteComponent(() => import("./decisionPages.tsx"), "OneDecisions");
export const AllDecisions = lazyRouteComponent(() => import("./decisionPages.tsx"), "AllDecisions");
export const SystemPage = lazyRouteComponent(() => import("../features/system/System.tsx"), "System");
export const SettingsPage = lazyRouteComponent(() => import("./settingsPages.tsx"), "Settings");
export const FloorPage = lazyRouteComponent(() => withWords(import("./floorPages.tsx"), "floor"), "Floor");
export const PeekPage = lazyRouteComponent(() => withWords(import("./floorPages.tsx"), "floor"), "Peeking");
export const PromisesPage = lazyRouteComponent(() => withWords(import("./promisePages.tsx"), "floor"), "Promises");
export const HoursPage = lazyRouteComponent(() => withWords(import("./teamPages.tsx"), "floor"), "Hours");
export const PeoplePage = lazyRouteComponent(() => withWords(import("./teamPages.tsx"), "floor"), "People");
export const KnowledgePages = lazyRouteComponent(() => withWords(import("./knowledgePages.tsx")), "Knowledge");
export const AssistantPage = lazyRouteComponent(() => withWords(import("./knowledgePages.tsx")), "AssistantPage");

/** These pages have more words than the rest of the desk together: they come with them. */
async function withWords<T>(page: Promise<T>, bundle: Bundle = "pages"): Promise<T> {
  const [loaded] = await Promise.all([page, learnPageWords(bundle)]);
  return loaded;
}
