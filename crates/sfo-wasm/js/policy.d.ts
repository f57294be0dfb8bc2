// What the policy lists.

import type { Entry, FactDescription } from "./types.js";

/** The entries of Appendix 1, in order; a new list each time. */
export declare function entries(): Entry[];

/** The facts that a case can state, in the order of a form; a new list each time. */
export declare function facts(): FactDescription[];
