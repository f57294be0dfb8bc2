import {
  assess,
  assessFlat,
  assessJson,
  citation,
  entries,
  explain,
  facts,
  init,
  reason,
  SfoError,
  type AutomaticDecision,
  type Case,
  type Charge,
  type Decision,
  type Entry,
  type Facts,
  type Finding,
  type Known,
  type Review,
  type Step,
} from "sfo-rules";

// The case of the documentation, and one with a list of charges.
const single: Case = {
  offence: { code: "TH68023A" },
  involvement: null,
  facts: { firearm_used: true, victim_age: null },
  offence_date: "2024-03-01",
  supervision: { kind: "licence", start: "2023-06-01", end: "ongoing" },
  proceedings: { charged: "2024-03-04", first_court_appearance: true },
  risk_of_serious_harm: "high",
};
const several: Case = {
  charges: [{ offence: { entry: 22 } }, { offence: { text: "theft" }, offence_date: { from: "2024-03-01", to: "2024-03-02" } }],
  public_interest: true,
};

// The outcome tells the kinds of decision apart, and all of them are dealt with.
export function say(decision: Decision): string {
  switch (decision.outcome) {
    case "automatic":
    case "qualifying":
    case "not_qualifying": {
      const nothing: [] = decision.missing;
      return `${decision.outcome} ${nothing.length} ${decision.entry ?? "-"}`;
    }
    case "needs_information": {
      const first = decision.ask_first[0];
      const asked = facts().find((fact) => fact.name === first);
      return asked?.question ?? "which section?";
    }
    case "unrecognised": {
      const none: null = decision.entry;
      return String(none);
    }
    default: {
      const never: never = decision;
      return never;
    }
  }
}

export function why(review: Review): string {
  return review.required === "yes" ? review.route : review.missing.join();
}

const findings: Finding[] = assess(single).findings;
const steps: Step[] = assess(several).charges?.flatMap((charge) => charge.trace) ?? [];
const flat: Decision = assessFlat("TH68023", { victim_age: 12 }, { offence_date: "2024-03-01" });
const texts: string[] = [assessJson("{}"), explain(several), say(flat), why(flat.review)];
const charge: Charge = { involvement: "attempt", facts: { firearm_used: undefined } };
const known: Facts = { victim_age: 12.5 };
const lines: string[] = [reason({ charges: [charge] }), citation({ facts: known })];
const isAutomatic = (decision: Decision): decision is AutomaticDecision => decision.outcome === "automatic";
const derived: Known<string> = facts().find((fact) => fact.type === "number")?.derives?.fact;
const condition: Entry["condition"] = { all: ["death_caused", { not: "by_fire" }] };
const group: "violent" | "sexual" | undefined = entries()[0]?.group;
const number = facts().find((fact) => fact.type === "number");
const unit: string | undefined = number?.unit;
export const all = [findings, steps, texts, group, unit, lines, isAutomatic, derived, condition];

await init();
await init(new URL("https://example.org/sfo_bg.wasm"));
await init(new Uint8Array());

try {
  assess(single);
} catch (thrown) {
  if (thrown instanceof SfoError && thrown.code === "not_serialisable") {
    texts.push(thrown.message);
  }
}

// @ts-expect-error a misspelt fact
assess({ facts: { firearm: true } });
// @ts-expect-error a fact of the wrong type
assess({ facts: { victim_age: "12" } });
// @ts-expect-error an involvement that is not one
assess({ involvement: "attempted" });
// @ts-expect-error a field that a case does not have
assess({ offences: [] });
// @ts-expect-error a level that is not one
assess({ risk_of_serious_harm: "severe" });
// @ts-expect-error the outcome tells what is missing
export const missing: "firearm_used"[] = assess(single).outcome === "automatic" ? [] : assess(single).missing;
// @ts-expect-error a charge's own field beside a list of charges
assess({ charges: [], offence: { entry: 1 } });
// @ts-expect-error a `Date` where a day is written as text
assess({ offence_date: new Date() });
// @ts-expect-error a code that is not one
export const wrong = (error: SfoError) => error.code === "oops";
// @ts-expect-error an unknown answer is not a yes or a no
export const flag: boolean = assess(single).outcome;
// @ts-expect-error the package has no default export
export { default } from "sfo-rules";
