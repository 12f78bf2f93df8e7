// The list of checks that fail until later work: `- <scenario>:<check id>`,
// the form the suite's own `--expected-failures` takes.

import { readFile } from "node:fs/promises";
import { parse } from "yaml";

export async function readExpected(file) {
  const entries = parse(await readFile(file, "utf8"))?.server ?? [];
  for (const entry of entries) {
    // A whole scenario would also excuse the checks of it that pass today.
    if (typeof entry !== "string" || !/^[^:\s]+:[^:\s]+$/.test(entry)) {
      throw new Error(`${file}: ${JSON.stringify(entry)} is not \`<scenario>:<check id>\``);
    }
  }
  const repeated = entries.find((entry, at) => entries.indexOf(entry) !== at);
  if (repeated) throw new Error(`${file}: ${repeated} is listed twice`);
  return new Set(entries);
}
