import assert from "node:assert/strict";
import { test } from "node:test";

import { judge } from "./judge.mjs";
import { worst } from "./results.mjs";

const run = (checks, expected = []) =>
  judge(["s"], new Map([["s", worst(checks.map(([id, status]) => ({ id, status })))]]), new Set(expected));

test("a check that fails has to be listed", () => {
  assert.equal(run([["a", "SUCCESS"], ["b", "FAILURE"]]).wrong.length, 1);
  const listed = run([["a", "SUCCESS"], ["b", "FAILURE"]], ["s:b"]);
  assert.deepEqual([listed.wrong, listed.passed, listed.expected], [[], 1, 1]);
});

test("a warning counts as a failure", () => {
  assert.equal(run([["a", "SUCCESS"], ["b", "WARNING"]]).wrong.length, 1);
});

test("the worst report of a repeated check decides", () => {
  assert.equal(run([["a", "FAILURE"], ["a", "SUCCESS"]]).wrong.length, 1);
});

test("a listed check that passes, or is not reported, is stale", () => {
  assert.match(run([["a", "SUCCESS"]], ["s:a"]).wrong[0], /it passes; remove/);
  assert.match(run([["a", "SUCCESS"], ["b", "SKIPPED"]], ["s:b"]).wrong[0], /only SKIPPED; remove/);
  assert.match(run([["a", "SUCCESS"]], ["s:b"]).wrong[0], /not reported; remove/);
});

test("a scenario that did not run fails", () => {
  assert.match(judge(["s"], new Map(), new Set()).wrong[0], /did not run/);
  assert.match(run([]).wrong[0], /reported nothing/);
});

test("a scenario without a verdict has to be listed", () => {
  const nothing = [["a", "INFO"], ["wire-schema-valid", "SUCCESS"]];
  assert.match(run(nothing).wrong[0], /no check passed or failed/);
  assert.deepEqual(run(nothing, ["s:a"]).wrong, []);
});
