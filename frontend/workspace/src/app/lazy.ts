/** Pages that most people open rarely are loaded when they do. */

import { lazyRouteComponent } from "@tanstack/react-router";
import { learnPageWords } from "../i18n/index.ts";
import { createElement, lazy, Suspense } from "react";

const LazyGallery = lazy(() => import("./gallery/Gallery.tsx").then(({ Gallery }) => ({ default: Gallery })));

export const Gallery = (): React.ReactElement => createElement(Suspense, { fallback: null }, createElement(LazyGallery));
export const OneDecisions = lazyRouteComponent(() => import("./decisionPages.tsx"), "OneDecisions");
export const AllDecisions = lazyRouteComponent(() => import("./decisionPages.tsx"), "AllDecisions");
export const SystemPage = lazyRouteComponent(() => import("../features/system/System.tsx"), "System");
export const SettingsPage = lazyRouteComponent(() => import("../features/settings/Settings.tsx"), "Settings");
export const KnowledgePages = lazyRouteComponent(() => withWords(import("./knowledgePages.tsx")), "Knowledge");
export const AssistantPage = lazyRouteComponent(() => withWords(import("./knowledgePages.tsx")), "AssistantPage");

/** These pages have more words than the rest of the desk together: they come with them. */
async function withWords<T>(page: Promise<T>): Promise<T> {
  const [loaded] = await Promise.all([page, learnPageWords()]);
  return loaded;
}
