import {
  assess,
  assessFlat,
  assessJson,
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
  citation,
  deadlines,
  deadlinesIcs,
  deadlinesJson,
  deadlinesSvg,
  deadlinesText,
  explain,
  init,
  initDeadlines,
  initMultiAgency,
  initRedaction,
  initReview,
  initThemes,
  multiAgency,
  multiAgencyJson,
  multiAgencyText,
  reason,
  redact,
  redactReview,
  SfoError,
  themes,
  themesCsv,
  themesHtml,
  themesJson,
  themesSvg,
  themesText,
  verify,
  type AutomaticDecision,
  type CalendarSource,
  type Case,
  type Change,
  type Charge,
  type CheckCount,
  type CheckStatus,
  type CodingsInput,
  type Criterion,
  type DatedEvent,
  type DeadlineKind,
  type DeadlineOptions,
  type DeadlineTarget,
  type DeadlineTargets,
  type Decision,
  type Entry,
  type Facts,
  type Finding,
  type JudgedCheck,
  type Known,
  type MultiAgencyAnswer,
  type Next,
  type RedactOptions,
  type Redaction,
  type Report,
  type Review,
  type ReviewAction,
  type ReviewDocument,
  type RuleResult,
  type RuleSource,
  type ScreenAnswer,
  type SelfAssessment,
  type SelfAssessmentAnswer,
  type Skipped,
  type Span,
  type Standard,
  type Status,
  type Step,
  type Strength,
  type ThemeOptionsInput,
  type Themes,
  type Timeline,
  type Unit,
  type VictimDisclosure,
} from "sfo-rules";
import { entries, facts } from "sfo-rules/policy";

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
await init(new URL("https://example.org/eligibility_bg.wasm"), "/eligibility.bin");
await init(new Uint8Array());
await initDeadlines();
await initDeadlines(fetch("/deadlines_bg.wasm"), new Uint8Array());
await initRedaction("/redaction_bg.wasm");
await Promise.all([initReview(), initMultiAgency(), initThemes("/themes_bg.wasm", "/themes.bin")]);

// Deadlines: the options whole, and what comes back.
const target: DeadlineTarget = { id: "notify-in-time", rule: "notification-promptly", n: 3, unit: "working_days" };
const targets: DeadlineTargets = {
  extends: "hmip-2020-09",
  title: "ours",
  targets: [
    target,
    {
      id: "early-look-in-time",
      title: "The early look is complete in time",
      event: "early_look_completed",
      trigger: "notified",
      n: 10,
      unit: "days",
      counting: "including_both",
      non_working_day: "next",
      extendable: true,
      strength: "consider",
    },
  ],
};
const calendar: CalendarSource = {
  title: "ours",
  published_from: 2024,
  published_to: 2024,
  projected_to: 2025,
  holidays: [{ date: "2024-12-25", name: "Christmas Day" }, { date: "2025-12-25", name: "Christmas Day", projected: true }],
};
const options: DeadlineOptions = { as_of: "2024-05-01", targets, calendar, rules: ["notify-in-time"] as const };
const nothing: DeadlineOptions = { as_of: null, targets: null, calendar: null, rules: null };
const timeline: Timeline = deadlines(single, options);
const next: Next | null = timeline.next;
const happened: DatedEvent[] = timeline.events;
const last: string = happened.map((one) => one.to ?? one.date).join();
export function stands(rule: RuleResult): string {
  const late: Span | null = rule.late_by;
  const skipped: Skipped[] = rule.skipped;
  const kind: DeadlineKind = rule.kind;
  const source: RuleSource = rule.source;
  const strength: Strength = rule.strength;
  const unit: Unit | undefined = rule.elapsed?.unit;
  const status: Status = rule.status;
  switch (status) {
    case "met":
    case "late":
    case "overdue":
      return `${rule.done ?? "-"} ${late?.n ?? 0} ${skipped.map(({ date, why }) => date + why).join()}`;
    case "due":
    case "waiting":
      return `${rule.extended_to ?? rule.due ?? rule.missing.join()} ${kind} ${source} ${strength} ${unit ?? ""}`;
    case "not_applicable":
    case "unknown":
      return rule.text;
    default: {
      const never: never = status;
      return never;
    }
  }
}
const more: string[] = [
  deadlinesText(single, nothing),
  deadlinesIcs(several),
  deadlinesSvg(single, {}),
  deadlinesJson("{}"),
  deadlinesJson("{}", "{}"),
  last,
  ...timeline.rules.map(stands),
  ...timeline.findings.map((finding: Finding) => finding.rule),
  next?.due ?? "",
];
export const written = more;

// Documents: what a form writes, and the report.
const action: ReviewAction = { what: "Check addresses", owner: "Head of unit", due: "2024-09-01" };
const document: ReviewDocument = {
  case_summary: { supervision_kind: "licence", charged_on: "2024-03-04", mappa_managed: null },
  chronology: { produced: true, events: [{ on: "2024-03-01", what: "A missed appointment" }, {}] },
  learning: { themes: ["enforcement"] },
  action_plan: { actions: [action] },
  victims: undefined,
};
const answered: SelfAssessmentAnswer = { standing: "partly", evidence: "The panel's minutes" };
const service: SelfAssessment = { service: "North", reviews: { reflection_encouraged: answered } };
const told: VictimDisclosure = { wish: { confirmed_on: "2024-04-01" }, disclosure: {} };
const report: Report = checkReview(document);
export function lacks(check: JudgedCheck): string {
  const status: CheckStatus = check.status;
  const standard: Standard = check.standard;
  switch (status) {
    case "met":
    case "not_applicable":
      return standard;
    case "not_met":
    case "open":
      return `${check.message} ${check.fix} ${check.paths.join()} ${check.strength} ${check.citation}`;
    default: {
      const never: never = status;
      return never;
    }
  }
}
const musts: CheckCount = report.counts.must;
const ready: boolean = report.ready && musts.open + musts.not_met === 0;
export const checked: string[] = [
  ...[report, checkSelfAssessment(service), checkVictimDisclosure(told)].flatMap(({ checks }) => checks.map(lacks)),
  ...report.findings.map((finding: Finding) => finding.path),
  checkReviewText(document),
  checkReviewHtml(document),
  checkReviewSheet({}),
  checkReviewJson("{}"),
  checkSelfAssessmentText(service),
  checkSelfAssessmentHtml(service),
  checkSelfAssessmentSheet(service),
  checkSelfAssessmentJson("{}"),
  checkVictimDisclosureText(told),
  checkVictimDisclosureHtml(told),
  checkVictimDisclosureSheet(told),
  checkVictimDisclosureJson("{}"),
  ...report.open_musts,
  String(ready),
];

// The multi-agency criteria, and learning themes from codings and from whole reviews.
const agencies: MultiAgencyAnswer = multiAgency({ ...single, multi_agency: { convicted: true } });
const criterion: Criterion = agencies.criterion;
const screens: ScreenAnswer[] = agencies.screens;
const codings: CodingsInput = { codings: [{ review: "a", date: "2024-03-01", themes: ["enforcement", { theme: "recording" }] }] };
const counting: ThemeOptionsInput = {
  period: { from: "2024-01-01", to: "2024-12-31" },
  by: "unit",
  top: 3,
  suppress_below: 5,
  extra_themes: [{ id: "housing-moves" }],
  caseload: { region: 2400, units: { North: 1100 } },
};
const counted: Themes = themes({ codings: [document, ...codings.codings] }, counting);
const change: Change | undefined = counted.region?.themes[0]?.change ?? undefined;
const shown: number | "suppressed" | undefined = counted.region?.reviews;
export const learnt = [
  ...[criterion, change, shown, ...screens.map(({ text }) => text), multiAgencyText(single), multiAgencyJson("{}")],
  ...[themesText(codings), themesCsv(codings), themesHtml(codings, {}), themesSvg(codings), themesJson("{}", "{}")],
];

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
// @ts-expect-error a `Date` for the day on which the question is asked
deadlines(single, { as_of: new Date() });
// @ts-expect-error an option that is not one
deadlines(single, { asOf: "2024-05-01" });
// @ts-expect-error one rule where a list is asked for
deadlines(single, { rules: "notify-in-time" });
// @ts-expect-error a target without its number
export const numberless: DeadlineTarget = { id: "notify-in-time", rule: "notification-promptly" };
// @ts-expect-error options as an object beside a case as text
deadlinesJson("{}", {});
// @ts-expect-error what is next may be nothing
export const due: string = timeline.next.due;
// @ts-expect-error a field that a review does not have
checkReview({ actions: [] });
// @ts-expect-error an answer of yes or no as a word
checkReview({ chronology: { produced: "yes" } });
// @ts-expect-error an answer that is not one
export const answer: SelfAssessmentAnswer = { standing: "perhaps" };
// @ts-expect-error one document where another is asked for
checkVictimDisclosure(service);
// @ts-expect-error what a check found may be open
export const met: "met" | "not_met" = lacks.length > 0 ? "met" : checkReview({}).checks[0]!.status;
// @ts-expect-error a question that the criteria do not have
multiAgency({ multi_agency: { mappa: true } });
// @ts-expect-error a list of codings stands under `codings`
themes([{ themes: ["enforcement"] }]);
// @ts-expect-error an option that is not one
themes(codings, { suppressBelow: 5 });
// @ts-expect-error a number may be suppressed
export const reviews: number = themes(codings).region!.reviews;
// @ts-expect-error what a form is drawn from is in an entry of its own
export { entries as misplaced } from "sfo-rules";
// @ts-expect-error the package has no default export
export { default } from "sfo-rules";

// Redaction.
const toVictim: RedactOptions = {
  audience: "victim",
  people: [{ name: "Alder Quillfeather", role: "offender", aliases: ["Aldo"], date_of_birth: null }],
  reader: [],
};
const redaction: Redaction = redact("A text.", toVictim);
const kept: boolean | null | undefined = redactReview({}, toVictim).review.assessment?.judgements_examined;
export const redacted = [redaction.text, redaction.log[0]?.person, kept, verify("", toVictim)[0]?.how === "plain"];
// @ts-expect-error
redact("A text.", { audience: "everybody" });
// @ts-expect-error
redact("A text.", { audience: "victim", people: [{ name: "Alder Quillfeather", role: "friend" }] });
// @ts-expect-error
redact({ text: "A text." }, toVictim);
