/** The demo shop: one page, and a script for signing in. `%SEGUE_KEY%` is filled in by the server. */
import { resolve } from "node:path";
import { defineConfig } from "vite";

const here = import.meta.dirname;

export default defineConfig({
  root: here,
  base: "/assets/shop/",
  build: {
    outDir: resolve(here, "../../src/segue/web/static/shop"),
    emptyOutDir: true,
    assetsDir: ".",
    assetsInlineLimit: 0,
    modulePreload: false,
  },
});
