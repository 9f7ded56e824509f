/** Pages that most people open rarely are loaded when they do. */

import { lazyRouteComponent } from "@tanstack/react-router";
import { createElement, lazy, Suspense } from "react";

const LazyGallery = lazy(() => import("./gallery/Gallery.tsx").then(({ Gallery }) => ({ default: Gallery })));

export const Gallery = (): React.ReactElement => createElement(Suspense, { fallback: null }, createElement(LazyGallery));
export const SystemPage = lazyRouteComponent(() => import("../features/system/System.tsx"), "System");
export const SettingsPage = lazyRouteComponent(() => import("../features/settings/Settings.tsx"), "Settings");
