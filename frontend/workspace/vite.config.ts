import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/**
 * Served at `/` with its assets under `/assets/workspace/`. `--mode mock` makes a build that can also
 * be looked at without a server (`?mock`); the ordinary build holds nothing of it.
 */
export default defineConfig(({ command }) => ({
  base: command === "build" ? "/assets/workspace/" : "/",
  plugins: [react()],
  build: {
    target: "es2022",
    outDir: process.env["SEGUE_OUT"] ?? "../../src/segue/web/static/workspace",
    // The hashed files lie flat, where `base` says they are.
    assetsDir: "",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What changes with every release apart from what changes once a month, for the browser's cache.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "vendor", test: /node_modules/ }] } } },
  },
  server: {
    host: "127.0.0.1",
    proxy: { "/api": { target: process.env["SEGUE_URL"] ?? "http://127.0.0.1:8000", ws: true } },
  },
}));
