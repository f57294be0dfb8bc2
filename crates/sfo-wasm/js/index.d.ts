// The case and the decision, as the canonical JSON has them.

/** Yes, no, or nobody knows: `null` and absence both mean that it is not known. */
export type Known<T> = T | null | undefined;

/** A calendar day as `YYYY-MM-DD`. */
export type IsoDate = string;

/** How sure the sources are: the source says it, it follows from a named source, or the sources do not settle it. */
export type Certainty = "settled" | "inferred" | "unresolved";

export type Truth = "yes" | "no" | "unknown";

/** Of an entry: what it says of a review by itself. */
export type Tier = "automatic" | "automatic_if_victim_under_13" | "qualifying";

/** The outcomes that decide something. */
export type DefiniteOutcome = "automatic" | "qualifying" | "not_qualifying";

export type Outcome = DefiniteOutcome | "needs_information" | "unrecognised";

/** The form in which an offence is charged. */
export type Involvement =
  | "principal"
  | "attempt"
  | "conspiracy"
  | "aid_or_abet"
  | "incitement"
  | "encourage_or_assist";

/** A fact that is true or false. */
export type BooleanFact =
  | "victim_under_13"
  | "firearm_used"
  | "penetration"
  | "life_endangerment_intended_or_reckless"
  | "by_fire"
  | "death_caused"
  | "intent_gbh"
  | "intent_rape"
  | "involves_murder";

/** A fact that is a number. `victim_age` is the age in years of the youngest victim at the offence. */
export type NumberFact = "victim_age";

/** What is known of a charge. `facts()` has the question that asks for each. */
export type Facts = { [name in BooleanFact]?: Known<boolean> } & { [name in NumberFact]?: Known<number> };

/** How the offence is named: in one way or in several. */
export interface Offence {
  /** The number of an entry of Appendix 1. */
  entry?: Known<number>;
  /** The Act, as written. */
  statute?: Known<string>;
  /** The section, as written. */
  section?: Known<string>;
  /** The CJS offence code. */
  code?: Known<string>;
  /** The Home Office offence code. */
  ho_code?: Known<string>;
  /** The words of the charge. */
  text?: Known<string>;
}

/** One alleged offence. */
export interface Charge {
  offence?: Known<Offence>;
  involvement?: Known<Involvement>;
  facts?: Known<Facts>;
  /** When it was committed: a day, or a first and a last day. */
  offence_date?: Known<IsoDate | { from: IsoDate; to: IsoDate }>;
}

/** The supervision during or after which the offence is alleged. */
export interface Supervision {
  kind?: Known<
    | "community_order"
    | "suspended_sentence_order"
    | "licence"
    | "post_sentence_supervision"
    | "release_on_temporary_licence"
  >;
  start?: Known<IsoDate>;
  end?: Known<IsoDate | "ongoing">;
}

/** Steps of the proceedings: the day, or whether the step was taken where the day is not known. */
export interface Proceedings {
  charged?: Known<IsoDate | boolean>;
  first_court_appearance?: Known<IsoDate | boolean>;
}

/** What all charges of a case share. */
export interface Circumstances {
  supervision?: Known<Supervision>;
  proceedings?: Known<Proceedings>;
  /** The highest level in the current supervision period. `not_assessed` says that nobody assessed it. */
  risk_of_serious_harm?: Known<"low" | "medium" | "high" | "very_high" | "not_assessed">;
  /** The caller asserts reasons of public interest. */
  public_interest?: Known<boolean>;
}

/** A case with one charge. */
export interface SingleCase extends Charge, Circumstances {
  charges?: undefined;
}

/** A case with a list of charges; what each charge states stands in the list. */
export interface CaseWithCharges extends Circumstances {
  charges: Charge[];
  offence?: undefined;
  involvement?: undefined;
  facts?: undefined;
  offence_date?: undefined;
}

export type Case = SingleCase | CaseWithCharges;

/** One thing wrong with a case, or worth saying of it. */
export interface Finding {
  /** The stable name of the finding, for programs. */
  code: string;
  severity: "note" | "warning" | "error";
  /** The JSON Pointer of the place in the case; empty for the case as a whole. */
  path: string;
  rule: string;
  /** Where the rule comes from; empty where the finding is about the form of the record. */
  citation: string;
  message: string;
  /** Entries that may have been meant, the likeliest first. */
  candidates?: number[];
}

/** One step on the way to a decision. */
export interface Step {
  rule: string;
  question: string;
  /** `yes`, `no`, `unknown`, `perhaps`, or a name. */
  answer: string;
  effect: string;
  certainty: Certainty;
  citation: string;
}

/** A fact whose other value, alone, would give another outcome. */
export interface WouldChange {
  fact: BooleanFact;
  value: boolean;
  outcome: Outcome;
}

/** Whether a review is required. `missing` names what an answer still needs. */
export type Review =
  | { required: "yes"; route: "automatic" | "risk" | "public_interest"; missing: [] }
  | { required: "no"; route: null; missing: [] }
  | { required: "unknown"; route: null; missing: string[] };

/** The policy by which a decision was made. */
export interface PolicyId {
  id: string;
  version: string;
  /** `sha256:` and the digest of the policy's canonical JSON. */
  digest: string;
}

/** What has to be known: a fact, or the offence or its section. */
export type Missing = BooleanFact | "offence" | "section";

interface Decided {
  involvement: Involvement;
  /** How sure the weakest step is on which the outcome rests. */
  certainty: Certainty;
  /** Other entries that apply or may apply. */
  also_listed_as: number[];
  would_change: WouldChange[];
  review: Review;
  trace: Step[];
  findings: Finding[];
  policy: PolicyId;
  /** The place in the list of the charge that decides; only for a case with a list of charges. */
  charge?: number;
  /** The decisions of all charges, in order; only for a case with a list of charges. */
  charges?: Decision[];
}

/** The charge is listed, and a review is automatic. */
export interface AutomaticDecision extends Decided {
  outcome: "automatic";
  possible: ["automatic"];
  /** The entry that applies; `null` where it is one of several. */
  entry: number | null;
  tier: Tier | null;
  missing: [];
  ask_first: [];
}

/** The charge is listed, and the risk assessment decides on a review. */
export interface QualifyingDecision extends Decided {
  outcome: "qualifying";
  possible: ["qualifying"];
  /** The entry that applies; `null` where it is one of several. */
  entry: number | null;
  tier: Tier | null;
  missing: [];
  ask_first: [];
}

/** The charge is not on the list. The entry, where there is one, is the entry whose condition it fails. */
export interface NotQualifyingDecision extends Decided {
  outcome: "not_qualifying";
  possible: ["not_qualifying"];
  entry: number | null;
  tier: Tier | null;
  missing: [];
  ask_first: [];
}

/** The answer depends on what `missing` names; `ask_first` has the same in the order of a form. */
export interface NeedsInformationDecision extends Decided {
  outcome: "needs_information";
  possible: DefiniteOutcome[];
  entry: number | null;
  tier: Tier | null;
  missing: Missing[];
  ask_first: Missing[];
}

/** The offence was not understood: nothing is said of it, and in particular not that it does not qualify. */
export interface UnrecognisedDecision extends Decided {
  outcome: "unrecognised";
  possible: DefiniteOutcome[];
  entry: null;
  tier: null;
  missing: Missing[];
  ask_first: Missing[];
}

/** The answer to "does this charge qualify?". `outcome` tells the kinds apart. */
export type Decision =
  | AutomaticDecision
  | QualifyingDecision
  | NotQualifyingDecision
  | NeedsInformationDecision
  | UnrecognisedDecision;

/** A source of the policy and the place in it. */
export interface Citation {
  source: string;
  locator: string;
}

/** What a rule asks of the facts. */
export type Condition = string | { all: Condition[] } | { any: Condition[] } | { not: Condition };

/** One line of Appendix 1. */
export interface Entry {
  number: number;
  group: "violent" | "sexual";
  /** The offence, word for word as the list names it. */
  title: string;
  /** The id of its statute. */
  statute: string;
  sections: string[];
  /** The list's own caveat, word for word. */
  caveat?: string;
  condition?: Condition;
  title_implies: { fact: BooleanFact; value: boolean }[];
  tier: Tier;
  /** How sure the tier is. That the entry is listed is settled. */
  certainty: Certainty;
  tier_basis: string;
  if_victim_under_13?: Certainty;
  when_condition_fails?: { certainty: Certainty; see_entry: number; words: string };
  quirk?: string;
  citation: Citation;
}

interface FactWords {
  /** The question that a form asks. */
  question: string;
  /** How to find the answer. */
  help: string;
  /** Whether the answer is about a victim or otherwise sensitive. */
  sensitive: boolean;
  says_true: string[];
  says_false: string[];
  citation: Citation;
}

/** A fact that is true or false, with its question. */
export interface BooleanFactDescription extends FactWords {
  name: BooleanFact;
  type: "boolean";
}

/** A fact that is a number, with its question. */
export interface NumberFactDescription extends FactWords {
  name: NumberFact;
  type: "number";
  unit?: string;
  minimum?: number;
  maximum?: number;
  /** The fact that the number settles: true below `when_below`. */
  derives?: { fact: BooleanFact; when_below: number };
}

export type FactDescription = BooleanFactDescription | NumberFactDescription;

/**
 * A fault of the module or of the call. What is wrong with a case is a finding in its decision, never an error.
 *
 * - `not_loaded`: a call in a browser before `init()` was done
 * - `load_failed`: the module could not be read or fetched, or may not run here
 * - `not_serialisable`: the case has a cycle, a bigint, or is not an object that JSON can hold
 * - `not_text`: `assessJson` was given something other than text
 * - `module_failed`: the module stopped; it has to be loaded anew
 */
export declare class SfoError extends Error {
  private constructor();
  readonly name: "SfoError";
  readonly code: "not_loaded" | "load_failed" | "not_serialisable" | "not_text" | "module_failed";
}

/**
 * What `init` can load from: an address (text or `URL`), a `Request`, a `Response` or a promise of one, bytes
 * (`ArrayBuffer` or a view), or a compiled `WebAssembly.Module`.
 */
export type ModuleSource = string | object;

/** What `init` can load the policy from: an address, a `Request`, a `Response` or a promise of one, or bytes. */
export type PolicySource = string | object;

/**
 * Loads the module and the policy, once. A browser has to await it before any other call; by default they are fetched
 * from `dist/sfo_bg.wasm` and `dist/policy.bin` beside the package's own script. In Node it is not needed, and takes no
 * source.
 */
export declare function init(module?: ModuleSource, policy?: PolicySource): Promise<void>;

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

/** The entries of Appendix 1, in order. */
export declare function entries(): Entry[];

/** The facts that a case can state, in the order of a form. */
export declare function facts(): FactDescription[];
