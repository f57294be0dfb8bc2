// Node, for `import`: the same module as for `require`, so that a program that uses both loads it once.
import sfo from "./index.cjs";

export const {
  SfoError,
  assess,
  assessFlat,
  assessJson,
  citation,
  deadlines,
  deadlinesIcs,
  deadlinesJson,
  deadlinesSvg,
  deadlinesText,
  explain,
  init,
  initDeadlines,
  reason,
} = sfo;
