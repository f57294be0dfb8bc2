// What the package offers. The types are generated, and stand in types.d.ts.

import type { Case, Decision, Entry, FactDescription, Facts, Known, SingleCase } from "./types.js";

export type * from "./types.js";

/**
 * A fault of the module or of the call. What is wrong with a case is a finding in its decision, never an error.
 *
 * - `not_loaded`: a call in a browser before `init()` was done
 * - `load_failed`: the module could not be read or fetched, or may not run here
 * - `not_serialisable`: the case has a cycle, a bigint, or is not an object that JSON can hold
 * - `not_text`: `assessJson` was given something other than text
 * - `module_failed`: the module stopped; it has to be loaded anew
 */
export declare class SfoError extends Error {
  private constructor();
  readonly name: "SfoError";
  readonly code: "not_loaded" | "load_failed" | "not_serialisable" | "not_text" | "module_failed";
}

/**
 * What `init` can load from: an address (text or `URL`), a `Request`, a `Response` or a promise of one, bytes
 * (`ArrayBuffer` or a view), or a compiled `WebAssembly.Module`.
 */
export type ModuleSource = string | object;

/** What `init` can load the policy from: an address, a `Request`, a `Response` or a promise of one, or bytes. */
export type PolicySource = string | object;

/**
 * Loads the module and the policy, once. A browser has to await it before any other call; by default they are fetched
 * from `dist/sfo_bg.wasm` and `dist/policy.bin` beside the package's own script. In Node it is not needed, and takes no
 * source.
 */
export declare function init(module?: ModuleSource, policy?: PolicySource): Promise<void>;

/** Decides a case. */
export declare function assess(given: Case): Decision;

/** Decides a case given as the canonical JSON; returns the decision as the canonical JSON. */
export declare function assessJson(text: string): string;

/** Decides one CJS code with what is known of its facts: `assess({ ...rest, offence: { code }, facts })`. */
export declare function assessFlat(
  code: Known<string>,
  facts?: Known<Facts>,
  rest?: Known<Omit<SingleCase, "offence" | "facts" | "charges">>,
): Decision;

/** Decides a case and says why in plain text. */
export declare function explain(given: Case): string;

/**
 * Decides a case and says why in one line, for a column of a table. No value of the case stands in it save codes,
 * statutes and sections.
 */
export declare function reason(given: Case): string;

/** Decides a case and says where its `reason` comes from, in one line; empty where nothing was understood. */
export declare function citation(given: Case): string;

/** The entries of Appendix 1, in order. */
export declare function entries(): Entry[];

/** The facts that a case can state, in the order of a form. */
export declare function facts(): FactDescription[];
