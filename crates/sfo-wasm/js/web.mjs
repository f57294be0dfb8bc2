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

async function bytesOf(source) {
  const given = await source;
  if (given instanceof ArrayBuffer) {
    return new Uint8Array(given);
  }
  if (ArrayBuffer.isView(given)) {
    return new Uint8Array(given.buffer, given.byteOffset, given.byteLength);
  }
  const response = given instanceof Response ? given : await fetch(given);
  if (!response.ok) {
    throw new Error("not served");
  }
  return new Uint8Array(await response.arrayBuffer());
}

// The module and the policy by which it decides are two files, fetched at the same time.
export async function init(moduleSource, policySource) {
  if (ready) {
    return;
  }
  const [module, policy] = await Promise.allSettled([
    glue.default({ module_or_path: moduleSource ?? new URL("./dist/sfo_bg.wasm", import.meta.url) }),
    bytesOf(policySource ?? new URL("./dist/policy.bin", import.meta.url)),
  ]);
  if (module.status === "rejected") {
    throw new SfoError(
      "load_failed",
      "the rules module cannot be loaded; check that `sfo_bg.wasm` is served and that the page may run WebAssembly",
    );
  }
  if (policy.status === "rejected" || !glue.load_policy(policy.value)) {
    throw new SfoError(
      "load_failed",
      "the policy cannot be loaded; check that `policy.bin` is served, and that it came with this version of `sfo-rules`",
    );
  }
  ready = true;
}

export { SfoError };
export const { assess, assessFlat, assessJson, citation, entries, explain, facts, reason } = api(module);
