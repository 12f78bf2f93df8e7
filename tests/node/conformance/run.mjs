// Runs the official suite for one revision against a server that is up:
//   node run.mjs <url> <revision> <expected failures> <folder for the results>

import { spawn } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { readExpected } from "./expected.mjs";
import { judge } from "./judge.mjs";
import { serverScenarios, suite } from "./requirements.mjs";
import { readResults } from "./results.mjs";

const MINUTES = 5;

const [url, revision, expectedFile, folder] = process.argv.slice(2);
const [scenarios, expected] = await Promise.all([serverScenarios(revision), readExpected(expectedFile)]);
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });

const { code, output } = await runSuite();
await writeFile(join(folder, "output.txt"), output);
const verdict = judge(scenarios, await readResults(folder), expected);
// 1 is what the suite answers when some check failed; that is judged here.
if (code !== 0 && code !== 1) {
  verdict.wrong.push(`the suite ended with ${code}; its output is in ${join(folder, "output.txt")}`);
}

for (const entry of verdict.skipped) console.log(`skipped by the suite: ${entry}`);
for (const line of verdict.wrong) console.log(`wrong: ${line}`);
console.log(`note: ${verdict.expected} checks fail as listed, ${verdict.skipped.length} are skipped by the suite`);
console.log(`conformance ${revision}: ${verdict.passed} passed, ${verdict.wrong.length} failed`);
process.exitCode = verdict.wrong.length === 0 ? 0 : 1;

function runSuite() {
  const args = [suite, "server", "--url", url, "--requirements", revision, "-o", folder];
  const stdio = ["ignore", "pipe", "pipe"];
  const child = spawn(process.execPath, args, { stdio, timeout: MINUTES * 60_000 });
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (output += chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code: code ?? signal, output }));
  });
}
