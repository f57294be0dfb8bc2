// Browsers, workers and others that fetch: await `init()` once, then everything is synchronous. Each question is a module
// of its own, so that a page fetches only what it asks.
import * as api from "./api.mjs";
import * as deadlinesGlue from "./dist/deadlines.mjs";
import * as eligibilityGlue from "./dist/eligibility.mjs";
import * as multiAgencyGlue from "./dist/multi_agency.mjs";
import * as redactionGlue from "./dist/redaction.mjs";
import * as reviewGlue from "./dist/review.mjs";
import * as themesGlue from "./dist/themes.mjs";

const { SfoError } = api;

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

// The addresses are made here and not by name, so that a bundler sees them.
const addresses = {
  eligibility: () => [
    new URL("./dist/eligibility_bg.wasm", import.meta.url),
    new URL("./dist/eligibility.bin", import.meta.url),
  ],
  deadlines: () => [
    new URL("./dist/deadlines_bg.wasm", import.meta.url),
    new URL("./dist/deadlines.bin", import.meta.url),
  ],
  review: () => [
    new URL("./dist/review_bg.wasm", import.meta.url),
    new URL("./dist/review.bin", import.meta.url),
  ],
  multi_agency: () => [
    new URL("./dist/multi_agency_bg.wasm", import.meta.url),
    new URL("./dist/multi_agency.bin", import.meta.url),
  ],
  redaction: () => [
    new URL("./dist/redaction_bg.wasm", import.meta.url),
    new URL("./dist/redaction.bin", import.meta.url),
  ],
  themes: () => [
    new URL("./dist/themes_bg.wasm", import.meta.url),
    new URL("./dist/themes.bin", import.meta.url),
  ],
};

function loader(glue, name, call) {
  let ready = false;
  let last = Promise.resolve();
  const module = () => {
    if (!ready) {
      throw new SfoError("not_loaded", `the rules module is not loaded; await \`${call}()\` first`);
    }
    return glue;
  };
  // The module and the policy by which it decides are two files, fetched at the same time.
  const attempt = async (moduleSource, policySource) => {
    if (ready) {
      return;
    }
    const [moduleAddress, policyAddress] = addresses[name]();
    const [engine, policy] = await Promise.allSettled([
      glue.default({ module_or_path: moduleSource ?? moduleAddress }),
      bytesOf(policySource ?? policyAddress),
    ]);
    if (engine.status === "rejected") {
      throw new SfoError(
        "load_failed",
        `the rules module cannot be loaded; check that \`${name}_bg.wasm\` is served and that the page may run WebAssembly`,
      );
    }
    if (policy.status === "rejected" || !glue.load_policy(policy.value)) {
      throw new SfoError(
        "load_failed",
        `the policy cannot be loaded; check that \`${name}.bin\` is served, and that it came with this version of \`sfo-rules\``,
      );
    }
    ready = true;
  };
  // One after the other: a second attempt would put a module without a policy in the place of one that has it.
  const load = (moduleSource, policySource) => {
    // A source that fails while another is tried is not a failure that nobody deals with.
    Promise.allSettled([moduleSource, policySource]);
    const attempted = last.then(() => attempt(moduleSource, policySource));
    last = attempted.catch(() => {});
    return attempted;
  };
  return [module, load];
}

const [eligibility, init] = loader(eligibilityGlue, "eligibility", "init");
const [deadlinesModule, initDeadlines] = loader(deadlinesGlue, "deadlines", "initDeadlines");
const [review, initReview] = loader(reviewGlue, "review", "initReview");
const [multiAgencyModule, initMultiAgency] = loader(multiAgencyGlue, "multi_agency", "initMultiAgency");
const [redactionModule, initRedaction] = loader(redactionGlue, "redaction", "initRedaction");
const [themesModule, initThemes] = loader(themesGlue, "themes", "initThemes");

export { SfoError, init, initDeadlines, initMultiAgency, initRedaction, initReview, initThemes };
export const { assess, assessFlat, assessJson, citation, explain, reason } = api.eligibility(eligibility);
export const { deadlines, deadlinesIcs, deadlinesJson, deadlinesSvg, deadlinesText } = api.deadlines(deadlinesModule);
export const {
  checkReview,
  checkReviewHtml,
  checkReviewJson,
  checkReviewSheet,
  checkReviewText,
  checkSelfAssessment,
  checkSelfAssessmentHtml,
  checkSelfAssessmentJson,
  checkSelfAssessmentSheet,
  checkSelfAssessmentText,
  checkVictimDisclosure,
  checkVictimDisclosureHtml,
  checkVictimDisclosureJson,
  checkVictimDisclosureSheet,
  checkVictimDisclosureText,
} = api.review(review);
export const { multiAgency, multiAgencyJson, multiAgencyText } = api.multiAgency(multiAgencyModule);
export const { redact, redactJson, redactReview, redactReviewJson, verify } = api.redaction(redactionModule);
export const { themes, themesCsv, themesHtml, themesJson, themesSvg, themesText } = api.themes(themesModule);
