/** Everything that nobody needs before the first message: one chunk, fetched as soon as the panel stands. */
export { Details } from "./details.tsx";
export { Menu } from "./menu.tsx";
export { Thread } from "./thread.tsx";
