// Browsers, workers and others that fetch: await `init()` once, then everything is synchronous.
import { SfoError, api } from "./api.mjs";
import * as glue from "./dist/sfo.mjs";

let ready = false;

function module() {
  if (!ready) {
    throw new SfoError("not_loaded", "the rules module is not loaded; await `init()` first");
  }
  return glue;
}

export async function init(source) {
  if (ready) {
    return;
  }
  try {
    await glue.default({ module_or_path: source ?? new URL("./dist/sfo_bg.wasm", import.meta.url) });
  } catch {
    throw new SfoError(
      "load_failed",
      "the rules module cannot be loaded; check that `sfo_bg.wasm` is served and that the page may run WebAssembly",
    );
  }
  ready = true;
}

export { SfoError };
export const { assess, assessFlat, assessJson, citation, entries, explain, facts, policyJson, reason } = api(module);
