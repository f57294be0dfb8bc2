import { assess, init } from "sfo-rules/web";

await init("/sfo_bg.wasm");
export const outcome = assess({}).outcome;
