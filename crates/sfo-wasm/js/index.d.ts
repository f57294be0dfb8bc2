// What the package offers. The types are generated, and stand in types.d.ts.

import type {
  Case,
  CodingsInput,
  Decision,
  Facts,
  Finding,
  Known,
  MultiAgencyAnswer,
  PolicyId,
  Report,
  ReviewDocument,
  SelfAssessment,
  SingleCase,
  ThemeOptionsInput,
  Themes,
  Timeline,
  VictimDisclosure,
} from "./types.js";

export type * from "./types.js";

/**
 * A fault of the module or of the call. What is wrong with a case, a document or a list of codings is a finding in the
 * answer, never an error.
 *
 * - `not_loaded`: a call in a browser before the `init` of its question was done
 * - `load_failed`: the module or its policy could not be read or fetched, or may not run here
 * - `not_serialisable`: what was given has a cycle, a bigint, or is not an object that JSON can hold
 * - `not_text`: a call for JSON text was given something else
 * - `module_failed`: the module stopped; it has to be loaded anew
 * - `redaction_leak`: something that was to be hidden still stood in the redacted text, which is not given back
 * - any other: the options of deadlines or of redaction cannot be used; `path` is the JSON Pointer of the place in them
 */
export declare class SfoError extends Error {
  private constructor();
  readonly name: "SfoError";
  readonly code:
    | "not_loaded"
    | "load_failed"
    | "not_serialisable"
    | "not_text"
    | "module_failed"
    | "options_malformed"
    | "options_too_large"
    | "targets_malformed"
    | "targets_inconsistent"
    | "targets_of_another_policy"
    | "targets_too_large"
    | "calendar_malformed"
    | "calendar_inconsistent"
    | "calendar_too_large"
    | "unknown_deadline"
    | "redaction_malformed"
    | "redaction_too_large"
    | "redaction_leak";
  /** Where in the options; only for a fault of the options. */
  readonly path: string | undefined;
}

/**
 * What `init` can load from: an address (text or `URL`), a `Request`, a `Response` or a promise of one, bytes
 * (`ArrayBuffer` or a view), or a compiled `WebAssembly.Module`.
 */
export type ModuleSource = string | object;

/** What `init` can load the policy from: an address, a `Request`, a `Response` or a promise of one, or bytes. */
export type PolicySource = string | object;

/**
 * Loads the module that decides on charges and its part of the policy, once. A browser has to await it before any other
 * call about a charge; by default they are fetched from `dist/eligibility_bg.wasm` and `dist/eligibility.bin` beside the
 * package's own script. In Node it is not needed, and takes no source.
 */
export declare function init(module?: ModuleSource, policy?: PolicySource): Promise<void>;

/** The same for deadlines: `dist/deadlines_bg.wasm` and `dist/deadlines.bin`. */
export declare function initDeadlines(module?: ModuleSource, policy?: PolicySource): Promise<void>;

/** The same for the multi-agency criteria: `dist/multi_agency_bg.wasm` and `dist/multi_agency.bin`. */
export declare function initMultiAgency(module?: ModuleSource, policy?: PolicySource): Promise<void>;

/** The same for checks of documents: `dist/review_bg.wasm` and `dist/review.bin`. */
export declare function initReview(module?: ModuleSource, policy?: PolicySource): Promise<void>;

/** The same for learning themes: `dist/themes_bg.wasm` and `dist/themes.bin`. */
export declare function initThemes(module?: ModuleSource, policy?: PolicySource): Promise<void>;

/** The same for redaction: `dist/redaction_bg.wasm` and `dist/redaction.bin`. */
export declare function initRedaction(module?: ModuleSource, policy?: PolicySource): Promise<void>;

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

/** What a caller sets beside the case. */
export interface DeadlineOptions {
  /** The day on which the question is asked, `YYYY-MM-DD`. Without it nothing is due or overdue by a date. */
  as_of?: string | null;
  /** The organisation's own numbers: see `examples/targets.toml`. */
  targets?: DeadlineTargets | null;
  /** Another calendar than the policy's. */
  calendar?: CalendarSource | null;
  /** The ids of the rules to judge; none judges them all. */
  rules?: readonly string[] | null;
}

/** An organisation's own numbers, beside a policy. */
export interface DeadlineTargets {
  /** The id of the policy. */
  extends: string;
  title: string;
  targets: readonly DeadlineTarget[];
}

/** One number of an organisation: for a rule of the policy without a number, or between two events. */
export interface DeadlineTarget {
  id: string;
  n: number;
  rule?: string;
  title?: string;
  event?: string;
  trigger?: string;
  unit?: "working_days" | "days" | "months";
  counting?: "excluding_start" | "including_both";
  non_working_day?: "stays" | "next" | "previous";
  extendable?: boolean;
  strength?: "must" | "should" | "consider";
}

/**
 * A calendar: the first and the last year whose holidays are announced, the last year for which they are worked out, and
 * the days that are not working days beside Saturdays and Sundays.
 */
export interface CalendarSource {
  title: string;
  published_from: number;
  published_to: number;
  projected_to: number;
  holidays: readonly { date: string; name: string; projected?: boolean }[];
}

/** Judges what is due when, and what came late or out of order. */
export declare function deadlines(given: Case, options?: DeadlineOptions): Timeline;

/** Judges a case given as the canonical JSON, under options as JSON; returns the timeline as the canonical JSON. */
export declare function deadlinesJson(text: string, options?: string): string;

/** The timeline as an iCalendar file. */
export declare function deadlinesIcs(given: Case, options?: DeadlineOptions): string;

/** The timeline as a picture (SVG). */
export declare function deadlinesSvg(given: Case, options?: DeadlineOptions): string;

/** The timeline as plain text. */
export declare function deadlinesText(given: Case, options?: DeadlineOptions): string;

/** Checks a review: what does it still lack, and which paragraph asks for it? What was not answered is `open`, and never a no. */
export declare function checkReview(review: ReviewDocument): Report;

/** The same from JSON to the canonical JSON of the report. */
export declare function checkReviewJson(text: string): string;

/** The report as plain text. */
export declare function checkReviewText(review: ReviewDocument): string;

/** The report as a page of HTML that needs nothing else. */
export declare function checkReviewHtml(review: ReviewDocument): string;

/** A sheet to print, with every question and room for an answer, as a page of HTML. */
export declare function checkReviewSheet(review: ReviewDocument): string;

/** Checks a service's answers about how it learns: which gaps are there? */
export declare function checkSelfAssessment(answers: SelfAssessment): Report;

/** The same from JSON to the canonical JSON of the report. */
export declare function checkSelfAssessmentJson(text: string): string;

/** The report as plain text. */
export declare function checkSelfAssessmentText(answers: SelfAssessment): string;

/** The report as a page of HTML that needs nothing else. */
export declare function checkSelfAssessmentHtml(answers: SelfAssessment): string;

/** A sheet to print, with every question and room for an answer, as a page of HTML. */
export declare function checkSelfAssessmentSheet(answers: SelfAssessment): string;

/** Checks how a review is told to a victim or a family: what is still to be done? */
export declare function checkVictimDisclosure(disclosure: VictimDisclosure): Report;

/** The same from JSON to the canonical JSON of the report. */
export declare function checkVictimDisclosureJson(text: string): string;

/** The report as plain text. */
export declare function checkVictimDisclosureText(disclosure: VictimDisclosure): string;

/** The report as a page of HTML that needs nothing else. */
export declare function checkVictimDisclosureHtml(disclosure: VictimDisclosure): string;

/** A sheet to print, with every question and room for an answer, as a page of HTML. */
export declare function checkVictimDisclosureSheet(disclosure: VictimDisclosure): string;

/** Asks whether a case meets the guide's proposal for a multi-agency review, and which other reviews may overlap. */
export declare function multiAgency(given: Case): MultiAgencyAnswer;

/** The same from the canonical JSON of a case to that of the answer. */
export declare function multiAgencyJson(text: string): string;

/** The answer as plain text. */
export declare function multiAgencyText(given: Case): string;

/**
 * Counts learning themes: how often each stands in reviews, the most frequent, and the change on a year ago. What is
 * wrong with the codings or the options is among the findings.
 */
export declare function themes(input: CodingsInput, options?: ThemeOptionsInput): Themes;

/** The same from JSON to the canonical JSON. */
export declare function themesJson(text: string, options?: string): string;

/** The counts as plain text. */
export declare function themesText(input: CodingsInput, options?: ThemeOptionsInput): string;

/** The counts as CSV, a line for each unit and theme. */
export declare function themesCsv(input: CodingsInput, options?: ThemeOptionsInput): string;

/** The chart with its table, as a page of HTML that needs nothing else. */
export declare function themesHtml(input: CodingsInput, options?: ThemeOptionsInput): string;

/** The counts as a bar chart (SVG). */
export declare function themesSvg(input: CodingsInput, options?: ThemeOptionsInput): string;

/** Somebody of the case. */
export interface Person {
  /** The whole name, given names first, or the surname first with a comma after it. */
  name: string;
  role:
    | "probation_officer"
    | "senior_probation_officer"
    | "other_staff"
    | "other_professional"
    | "third_party"
    | "child"
    | "victim"
    | "victim_family"
    | "offender";
  /** Other names, nicknames and initials. */
  aliases?: readonly string[] | null;
  relation?: string | null;
  /** `YYYY-MM-DD`; every way to write it is searched. */
  date_of_birth?: string | null;
  address?: string | null;
  /** Numbers of the person, of any form. */
  identifiers?: readonly string[] | null;
}

/** For whom a text is redacted, and who is in it. */
export interface RedactOptions {
  audience: "victim" | "staff_involved" | "managers_meeting" | "workshop" | "strategic_partner" | "national_team";
  people?: readonly Person[] | null;
  /** The names, as declared, of those who read this copy: their own data is not hidden from them. */
  reader?: string | readonly string[] | null;
  /** What stands in the place of what is hidden: a label, a mask of fixed length, or nothing. */
  operator?: "label" | "mask" | "remove" | null;
  /** 16 to 64 secret bytes in hexadecimal: the same labels over texts with different lists of people. */
  key?: string | null;
  /** Whether the log holds what was hidden; it is then as sensitive as the text. */
  include_removed?: boolean | null;
}

/** One place that was hidden or referred: where, by which rule and why. Never what it was, unless that was asked for. */
export interface RedactionLogEntry {
  /** The JSON Pointer of the text in a review; empty for a text by itself. */
  pointer: string;
  /** Places are counted in characters (Unicode code points, not the units of a JavaScript string) from 0. */
  start: number;
  end: number;
  output_start: number;
  output_end: number;
  /** From 1. */
  line: number;
  category: string;
  action: "redact" | "pseudonymise" | "refer";
  /** `person`, `identifier.nhs_number` and so on. */
  found_by: string;
  why: string;
  confidence: "high" | "medium" | "low";
  rule: string;
  reason: string;
  certainty: "settled" | "inferred" | "unresolved";
  citation: string;
  /** The place in the list of people, from 0. */
  person: number | null;
  removed?: string;
}

/** A redacted text with its log. */
export interface Redaction {
  /** The redacted text; of a review, its JSON. */
  text: string;
  log: RedactionLogEntry[];
  counts: { category: string; action: "redact" | "pseudonymise" | "refer"; count: number }[];
  /** What stays and a person has to decide on. */
  referred: RedactionLogEntry[];
  findings: Finding[];
  policy: PolicyId;
}

/** Something that should be hidden and stands in a text: where, and how; never what. */
export interface Leak {
  start: number;
  end: number;
  category: string;
  how: "plain" | "disguised" | "pieces" | "identifier";
  person: number | null;
}

/**
 * Redacts a text for an audience. What comes back was verified: where something that was to be hidden still stands in it,
 * an error with the code `redaction_leak` is thrown and no text is given back.
 */
export declare function redact(text: string, options: RedactOptions): Redaction;

/** The same with options as JSON, to the canonical JSON. */
export declare function redactJson(text: string, options: string): string;

/** Redacts the free texts of a review; its keys, numbers, days and choices stay. */
export declare function redactReview(
  review: ReviewDocument,
  options: RedactOptions,
): Redaction & { review: ReviewDocument };

/** The same from JSON to the canonical JSON. */
export declare function redactReviewJson(review: string, options: string): string;

/** What should be hidden from the audience and stands in a text that somebody redacted. */
export declare function verify(text: string, options: RedactOptions): Leak[];
