/** The loader: one file without imports, with a stable name, so that host pages never have to change. */
import { resolve } from "node:path";
import { defineConfig } from "vite";

const here = import.meta.dirname;

export default defineConfig({
  root: here,
  build: {
    outDir: resolve(here, "../../src/segue/web/static/widget"),
    emptyOutDir: false,
    target: "es2022",
    lib: { entry: resolve(here, "src/embed.ts"), formats: ["iife"], name: "segue", fileName: () => "loader.js" },
  },
});
