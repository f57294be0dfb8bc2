import { assess, deadlines, init, initDeadlines } from "sfo-rules/web";

await init("/eligibility_bg.wasm", "/eligibility.bin");
await initDeadlines("/deadlines_bg.wasm", "/deadlines.bin");
export const outcome = assess({}).outcome;
export const next = deadlines({}, { as_of: "2024-05-01" }).next;
