/** The ids of the list as it stands on the screen, so that keys walk what the eye sees. */

import type { Id } from "../api/types.ts";
import { observable } from "../core/observable.ts";

export const listOrder = observable<readonly Id[]>([]);
