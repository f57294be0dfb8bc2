// What the package offers. The types are generated, and stand in types.d.ts.

import type {
  Case,
  CodingsInput,
  Decision,
  Facts,
  Known,
  MultiAgencyAnswer,
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
 * - any other: the options of deadlines cannot be used; `path` is the JSON Pointer of the place in them
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
    | "unknown_deadline";
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
