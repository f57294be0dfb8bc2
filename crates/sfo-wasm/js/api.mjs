// What the package offers, over a function that gives the module. Node and the browser share it.

/** A fault of the module or of the call. What is wrong with a case is a finding, never this. */
class SfoError extends Error {
  constructor(code, message, path) {
    super(message);
    this.name = "SfoError";
    this.code = code;
    this.path = path;
  }
}

// A fault in a module is told by its code alone: its own words could hold part of a case. What the caller set beside the
// case, and cannot be used, the module tells in three lines: code, path and message.
function call(engine, name, ...given) {
  try {
    return engine[name](...given);
  } catch (thrown) {
    const [code, path, message] = typeof thrown === "string" ? thrown.split("\n") : [];
    if (message !== undefined) {
      throw new SfoError(code, message, path);
    }
    throw new SfoError("module_failed", "the rules module stopped; load the page or start the program again");
  }
}

// A text beyond the bound gets its finding, or its error, from the module without being copied whole.
function cut(text, most) {
  return text.length > most ? text.slice(0, most + 1) : text;
}

function written(value, what) {
  let text;
  try {
    text = JSON.stringify(value);
  } catch {
    // The words of the first error could hold a value of the case.
  }
  if (typeof text !== "string") {
    throw new SfoError(
      "not_serialisable",
      `the ${what} cannot be written as JSON; give a plain object without cycles, functions or bigints`,
    );
  }
  return text;
}

function text(value, name, other) {
  if (typeof value !== "string") {
    throw new SfoError("not_text", `\`${name}\` takes JSON text; give an object to \`${other}\``);
  }
  return value;
}

function eligibility(module) {
  const decide = (name, given, ...options) => {
    const engine = module();
    return call(engine, name, cut(given, engine.longest_case()), ...options);
  };
  const assess = (given) => JSON.parse(decide("assess_json", written(given, "case")));
  return {
    assess,
    assessFlat: (code, facts, rest) => assess({ ...rest, offence: { code }, facts }),
    assessJson: (given) => decide("assess_json", text(given, "assessJson", "assess")),
    citation: (given) => decide("reason_json", written(given, "case"), true),
    explain: (given) => decide("explain_json", written(given, "case")),
    reason: (given) => decide("reason_json", written(given, "case"), false),
  };
}

function deadlines(module) {
  const judge = (format, given, options) => {
    const engine = module();
    return call(
      engine,
      "deadlines_as",
      cut(given, engine.longest_case()),
      cut(options, engine.longest_options()),
      format,
    );
  };
  const from = (format) => (given, options) =>
    judge(format, written(given, "case"), written(options ?? {}, "options"));
  const json = from("json");
  return {
    deadlines: (given, options) => JSON.parse(json(given, options)),
    deadlinesJson: (given, options) =>
      judge("json", text(given, "deadlinesJson", "deadlines"), text(options ?? "{}", "deadlinesJson", "deadlines")),
    deadlinesIcs: from("ics"),
    deadlinesSvg: from("svg"),
    deadlinesText: from("text"),
  };
}

function review(module) {
  const check = (kind, format, given) => {
    const engine = module();
    return call(engine, "check_as", kind, cut(given, engine.longest_document()), format);
  };
  // The calls of one kind of document, by the name of the first.
  const calls = (kind, name) => {
    const from = (format) => (given) => check(kind, format, written(given, "document"));
    const json = from("json");
    return {
      [name]: (given) => JSON.parse(json(given)),
      [`${name}Html`]: from("html"),
      [`${name}Json`]: (given) => check(kind, "json", text(given, `${name}Json`, name)),
      [`${name}Sheet`]: from("sheet"),
      [`${name}Text`]: from("text"),
    };
  };
  return {
    ...calls("review", "checkReview"),
    ...calls("self_assessment", "checkSelfAssessment"),
    ...calls("victim_disclosure", "checkVictimDisclosure"),
  };
}

function multiAgency(module) {
  const ask = (format, given) => {
    const engine = module();
    return call(engine, "multi_agency_as", cut(given, engine.longest_case()), format);
  };
  return {
    multiAgency: (given) => JSON.parse(ask("json", written(given, "case"))),
    multiAgencyJson: (given) => ask("json", text(given, "multiAgencyJson", "multiAgency")),
    multiAgencyText: (given) => ask("text", written(given, "case")),
  };
}

function themes(module) {
  const count = (format, given, options) => {
    const engine = module();
    return call(
      engine,
      "themes_as",
      cut(given, engine.longest_codings()),
      cut(options, engine.longest_options()),
      format,
    );
  };
  const from = (format) => (given, options) =>
    count(format, written(given, "codings"), written(options ?? {}, "options"));
  const json = from("json");
  return {
    themes: (given, options) => JSON.parse(json(given, options)),
    themesCsv: from("csv"),
    themesHtml: from("html"),
    themesJson: (given, options) =>
      count("json", text(given, "themesJson", "themes"), text(options ?? "{}", "themesJson", "themes")),
    themesSvg: from("svg"),
    themesText: from("text"),
  };
}

function redaction(module) {
  const redact = (kind, given, options) => call(module(), "redact_as", kind, given, written(options ?? {}, "options"));
  const of = (given, name) => {
    if (typeof given !== "string") {
      throw new SfoError("not_text", `\`${name}\` takes a text; give a review to \`redactReview\``);
    }
    return given;
  };
  return {
    redact: (given, options) => JSON.parse(redact("text", of(given, "redact"), options)),
    redactJson: (given, options) =>
      call(module(), "redact_as", "text", of(given, "redactJson"), text(options ?? "{}", "redactJson", "redact")),
    redactReview: (given, options) => {
      const answer = JSON.parse(redact("review", written(given, "review"), options));
      return { ...answer, review: JSON.parse(answer.text) };
    },
    redactReviewJson: (given, options) =>
      call(
        module(),
        "redact_as",
        "review",
        text(given, "redactReviewJson", "redactReview"),
        text(options ?? "{}", "redactReviewJson", "redactReview"),
      ),
    verify: (given, options) =>
      JSON.parse(call(module(), "verify_redacted", of(given, "verify"), written(options ?? {}, "options"))),
  };
}

export { SfoError, deadlines, eligibility, multiAgency, redaction, review, themes };
