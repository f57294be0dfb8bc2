import sfo = require("sfo-rules");
import policy = require("sfo-rules/policy");

const given: sfo.Case = { offence: { entry: 22 } };
const decision: sfo.Decision = sfo.assess(given);
export const asked: readonly string[] = decision.ask_first;
const timeline: sfo.Timeline = sfo.deadlines(given, { as_of: "2024-05-01" });
const questions: string[] = policy.facts().map((fact) => fact.question);
const numbers: number[] = policy.entries().map((entry) => entry.number);
export const due: (string | null)[] = [timeline.next?.due ?? null, ...questions, ...numbers.map(String)];
const report: sfo.Report = sfo.checkReview({ chronology: { produced: true } });
const answer: sfo.MultiAgencyAnswer = sfo.multiAgency(given);
export const rest: (string | undefined)[] = [report.readiness, answer.criterion, sfo.themes({ codings: [] }).themes[0]?.id];
