// What the policy lists, for whoever draws a form. It needs no module.
import * as lists from "./dist/lists.mjs";

export const entries = () => structuredClone(lists.entries);
export const facts = () => structuredClone(lists.facts);
