// What the package offers, over a function that gives the module. Node and the browser share it.

/** A fault of the module or of the call. What is wrong with a case is a finding, never this. */
class SfoError extends Error {
  constructor(code, message) {
    super(message);
    this.name = "SfoError";
    this.code = code;
  }
}

function api(module) {
  // A fault in the module is told by its code alone: its own words could hold part of a case.
  function call(name, text, option) {
    const engine = module();
    try {
      return text === undefined ? engine[name]() : engine[name](cut(engine, text), option);
    } catch {
      throw new SfoError("module_failed", "the rules module stopped; load the page or start the program again");
    }
  }

  // A text beyond the bound gets its finding from the module without being copied whole.
  function cut(engine, text) {
    const most = engine.longest_case();
    return text.length > most ? text.slice(0, most + 1) : text;
  }

  function written(value) {
    let text;
    try {
      text = JSON.stringify(value);
    } catch {
      // The words of the first error could hold a value of the case.
    }
    if (typeof text !== "string") {
      throw new SfoError(
        "not_serialisable",
        "the case cannot be written as JSON; give a plain object without cycles, functions or bigints",
      );
    }
    return text;
  }

  function assessJson(text) {
    if (typeof text !== "string") {
      throw new SfoError("not_text", "`assessJson` takes JSON text; give an object to `assess`");
    }
    return call("assess_json", text);
  }

  const assess = (given) => JSON.parse(call("assess_json", written(given)));

  return {
    assess,
    assessFlat: (code, facts, rest) => assess({ ...rest, offence: { code }, facts }),
    assessJson,
    citation: (given) => call("reason_json", written(given), true),
    entries: () => JSON.parse(call("entries_json")),
    explain: (given) => call("explain_json", written(given)),
    facts: () => JSON.parse(call("facts_json")),
    reason: (given) => call("reason_json", written(given), false),
  };
}

export { SfoError, api };
