/** The frame and the gallery. Built into the server's static folder; assets are addressed as /assets/widget/… */
import { resolve } from "node:path";
import { defineConfig } from "vite";

const here = import.meta.dirname;

/** Everything but the later parts, the words and the gallery. */
const FIRST = /^(?!.*(view\/later|\.gen\.|\/dev\/|main\.tsx|\.css|\.html)).*$/;

export default defineConfig({
  root: here,
  base: "/assets/widget/",
  oxc: { jsx: { runtime: "classic", pragma: "h", pragmaFrag: "Fragment" }, jsxInject: 'import { h, Fragment } from "preact"' },
  build: {
    outDir: resolve(here, "../../src/segue/web/static/widget"),
    emptyOutDir: true,
    assetsDir: ".",
    // The policy of the pages takes fonts from files only.
    assetsInlineLimit: 0,
    target: "es2022",
    cssMinify: "lightningcss",
    modulePreload: false,
    rolldownOptions: {
      input: { index: resolve(here, "index.html"), gallery: resolve(here, "gallery.html") },
      // What is needed first is one file: it packs better, and it is one trip.
      // Icons are strings: put into the part that draws them, not all into the first one.
      optimization: { inlineConst: { mode: "all", pass: 3 } },
      output: { codeSplitting: { groups: [{ name: "panel", test: FIRST }] } },
    },
  },
});
