// The server scenarios that the suite runs for one revision, read from the
// suite itself, so that a scenario it failed to run is missed.

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { dirname, join } from "node:path";
import { parse } from "yaml";

const command = fileURLToPath(import.meta.resolve("@modelcontextprotocol/conformance/dist/index.js"));

/** The suite's command line program. */
export const suite = command;

export async function serverScenarios(revision) {
  const file = join(dirname(dirname(command)), "requirements", `${revision}.yaml`);
  const { server, not_scored: unscored = [] } = parse(await readFile(file, "utf8"));
  // Scenarios that do not count towards a score are run and judged all the
  // same: header validation and JSON Schema are among them.
  const others = unscored.filter(({ leg }) => leg === "server").map(({ scenario }) => scenario);
  return [...server, ...others];
}
