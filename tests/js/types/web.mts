import {
  assess,
  checkReview,
  deadlines,
  init,
  initDeadlines,
  initMultiAgency,
  initRedaction,
  initReview,
  initThemes,
  multiAgency,
  redact,
  themes,
} from "sfo-rules/web";

await init("/eligibility_bg.wasm", "/eligibility.bin");
await initDeadlines("/deadlines_bg.wasm", "/deadlines.bin");
await initReview("/review_bg.wasm", "/review.bin");
await initMultiAgency("/multi_agency_bg.wasm", "/multi_agency.bin");
await initRedaction("/redaction_bg.wasm", "/redaction.bin");
await initThemes("/themes_bg.wasm", "/themes.bin");
export const outcome = assess({}).outcome;
export const next = deadlines({}, { as_of: "2024-05-01" }).next;
export const shown = redact("", { audience: "workshop" }).text;
export const lacks = [checkReview({}).ready, multiAgency({}).criterion, themes({ codings: [] }).region];
