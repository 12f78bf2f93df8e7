// What the suite wrote with `-o`: one folder a scenario, named
// `server-<scenario>-<time>`, holding `checks.json`.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

// Worst first: one check id can be reported several times in a scenario.
const SEVERITY = ["FAILURE", "WARNING", "SUCCESS", "SKIPPED", "INFO"];

/** Maps scenario to a map of check id to `{ status, message }`. */
export async function readResults(folder) {
  const scenarios = new Map();
  for (const entry of await readdir(folder)) {
    const name = /^server-(.+)-\d{4}-\d\d-\d\dT[\d-]+Z$/.exec(entry)?.[1];
    const text = name && (await readFile(join(folder, entry, "checks.json"), "utf8").catch(() => null));
    if (text) scenarios.set(name, worst(JSON.parse(text)));
  }
  return scenarios;
}

/** Keeps the worst report of each check id. */
export function worst(checks) {
  const found = new Map();
  for (const { id, status, errorMessage = "" } of checks) {
    const known = found.get(id);
    if (!known || SEVERITY.indexOf(status) < SEVERITY.indexOf(known.status)) {
      found.set(id, { status, message: errorMessage });
    }
  }
  return found;
}
