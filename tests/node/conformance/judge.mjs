// Decides what a run of the suite is worth. Stricter than the suite's own
// `--expected-failures`, which ignores scenarios that do not count towards its
// score and entries whose check was never reported.

/** `results` as `readResults` gives it; returns what passed and what is wrong. */
export function judge(scenarios, results, expected) {
  const verdict = { passed: 0, expected: 0, skipped: [], wrong: [] };
  const open = new Set(expected);
  for (const scenario of scenarios) {
    const checks = results.get(scenario);
    if (!checks || checks.size === 0) {
      verdict.wrong.push(`${scenario}: did not run, or reported nothing`);
      continue;
    }
    const decisive = hasVerdict(checks);
    for (const [id, { status, message }] of checks) {
      const entry = `${scenario}:${id}`;
      const listed = open.delete(entry);
      const failed = status === "FAILURE" || status === "WARNING";
      if (failed && !listed) verdict.wrong.push(`${entry}: ${message || status}`);
      else if (failed || (listed && !decisive)) verdict.expected += 1;
      else if (listed) verdict.wrong.push(`${entry}: listed, but ${says(status)}; remove the entry`);
      else if (status === "SUCCESS") verdict.passed += 1;
      else if (status === "SKIPPED") verdict.skipped.push(entry);
    }
    const excused = [...checks.keys()].some((id) => expected.has(`${scenario}:${id}`));
    if (!decisive && !excused) {
      verdict.wrong.push(`${scenario}: no check passed or failed; list one of its checks if that is known`);
    }
  }
  for (const entry of open) verdict.wrong.push(`${entry}: listed, but not reported; remove the entry`);
  return verdict;
}

/** The schema of the messages is checked beside every scenario and proves none. */
function hasVerdict(checks) {
  return [...checks].some(
    ([id, { status }]) => !id.startsWith("wire-schema-") && status !== "SKIPPED" && status !== "INFO",
  );
}

function says(status) {
  return status === "SUCCESS" ? "it passes" : `it is only ${status}`;
}
