import assert from "node:assert/strict";
import { test } from "node:test";

import { accessible, fits, focused, forgive, open, until } from "./browser.mjs";
import { serve } from "./site.mjs";
import { traffic } from "./traffic.mjs";

/** A page that asks whenever the test lets a second pass. */
async function status(server, { answer = () => server.json(), ...options } = {}) {
  const asked = [];
  const site = await serve({
    status: (request) => {
      asked.push(request.headers.authorization);
      return answer(request);
    },
  });
  const page = await open(site, "/status", { ...options, viewport: options.viewport ?? { width: 1280, height: 900 } });
  await until(() => asked.length, "the first question");
  return { site, page, asked };
}
const figure = (page, name) => page.locator("#figures div").filter({ has: page.getByText(name, { exact: true }) }).locator("dd");
const cells = (page, tool) => page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: tool, exact: true }) }).getByRole("cell").allInnerTexts();
const rows = (page) => page.locator("#recent tr").count();

test("everything that the server says of itself is there", async () => {
  const server = traffic({ search: { breaker: "half-open", inFlight: 2, queued: 1 }, add: { cost: "$1.20", budgetLeft: "$3.80", breaker: "open" } });
  for (let i = 0; i < 90; i++) server.call("search", { duration: 0.0075 });
  for (let i = 0; i < 8; i++) server.call("search", { duration: 0.3, outcome: "TIMEOUT" });
  for (let i = 0; i < 2; i++) server.call("search", { duration: 60, outcome: "RATE_LIMITED", guard: "rate" });
  server.status.checks = [
    { name: "store", status: "passing", checked: "2026-11-23T04:00:00Z", duration: 0.003 },
    { name: "weather", status: "failing", message: "connection refused", checked: "2026-11-23T04:00:00Z", duration: 1.2 },
    { name: "index", status: "pending" },
  ];
  server.status.ready = false;
  const { page } = await status(server);
  await page.getByText("✕ Not ready: weather, index").waitFor();
  assert.equal(await page.locator("#version").textContent(), "1.2.3");
  for (const [name, text] of [["Up for", "1 d 2 h"], ["Calls", "100"], ["Errors", "10"], ["Refusals", "2"], ["In flight", "2"], ["Queued", "1"], ["Connections", "4"], ["Memory", "17.5 MiB"], ["Descriptors", "23"], ["Threads", "5"]]) {
    assert.equal(await figure(page, name).textContent(), text, name);
  }
  // 50 of 90 calls from 5 to 10 ms, 5 of 8 from 250 to 500 ms, one beyond all buckets.
  assert.deepEqual((await cells(page, "search")).map((each) => each.replaceAll(/\s+/g, " ")), [
    "100", "10 TIMEOUT 8, RATE_LIMITED 2", "2 rate 2", "2", "1", "0", "7.78 ms", "406 ms", "> 30 s", "… half-open", "–", "–",
  ]);
  assert.deepEqual((await cells(page, "add")).slice(-3), ["✕ open", "$1.20", "$3.80"]);
  assert.deepEqual((await cells(page, "weather")).filter((_, i) => i !== 1), ["✕ failing", "1.2 s", "connection refused"]);
  assert.equal((await cells(page, "index"))[0], "… pending");
});

test("calls are seen as they happen", async () => {
  const server = traffic({ search: {}, add: {} });
  const { page } = await status(server);
  await page.getByText("No calls yet.").waitFor();
  const svg = page.locator("figure.calls svg");
  await until(async () => /now 0,/.test(await svg.getAttribute("aria-label")), "a first rate");
  server.call("search");
  const id = server.call("add", { outcome: "TIMEOUT", duration: 2.5, waited: 0.25, caller: "bob" });
  await page.getByText(id).waitFor({ timeout: 3000 });
  assert.deepEqual((await page.locator("#recent tr").first().getByRole("cell").allInnerTexts()).slice(1), ["add", "✕ TIMEOUT", "2.5 s", "250 ms", "bob", `${id} Copy`]);
  assert.equal(await page.locator("#recent tr").nth(1).getByRole("cell").nth(1).textContent(), "search");
  assert.equal(await figure(page, "Calls").textContent(), "2");
  // Rows stay, so that what was selected in them does.
  await page.locator("#recent tr").first().evaluate((row) => (row.dataset.kept = "yes"));
  server.call("search");
  await until(async () => (await rows(page)) === 3, "a third call");
  assert.equal(await page.locator("#recent tr").nth(1).getAttribute("data-kept"), "yes");
  assert.equal(await figure(page, "Errors").textContent(), "1");
  await until(async () => !/now 0,/.test(await svg.getAttribute("aria-label")), "a rate");
  assert.match(await page.locator("figure.errors svg").getAttribute("aria-label"), /^Errors per second: now 0\.\d, highest/);
  assert.match(await page.locator("figure.p95 svg").getAttribute("aria-label"), /now 2\.\d+ s/);
  assert.match(await page.locator("figure.calls .curve").getAttribute("d"), /^M[\d.]+ [\d.]+L/);
  await page.getByRole("button", { name: `Copy request id ${id}` }).click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), id);
});

test("recent calls can be told apart by tool and outcome", async () => {
  const server = traffic({ search: {}, add: {} });
  server.call("search");
  server.call("search", { outcome: "TIMEOUT" });
  server.call("add", { outcome: "UPSTREAM" });
  const { page } = await status(server);
  await until(async () => (await rows(page)) === 3, "the calls");
  await page.getByLabel("Outcome").selectOption("not OK");
  assert.equal(await rows(page), 2);
  await page.getByRole("combobox", { name: "Tool" }).selectOption("add");
  assert.equal(await rows(page), 1);
  await page.getByLabel("Outcome").selectOption("OK");
  await page.getByText("No recent call is like this.").waitFor();
  server.call("add");
  await until(async () => (await rows(page)) === 1, "a new call that is like this");
});

test("tools can be found and sorted", async () => {
  const server = traffic(Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`tool_${i}`, {}])));
  for (let i = 0; i < 3; i++) server.call("tool_7");
  server.call("tool_499");
  const { page } = await status(server);
  const first = () => page.locator("#tools th").first().innerText();
  await until(async () => (await first()) === "tool_0", "the first by name");
  await page.getByRole("button", { name: "Calls" }).click();
  assert.equal(await first(), "tool_7");
  assert.equal(await page.locator("#tools-head th").nth(1).getAttribute("aria-sort"), "descending");
  await page.getByRole("button", { name: "Calls" }).click();
  assert.equal(await first(), "tool_0");
  await page.keyboard.press("/");
  assert.equal(await focused(page), "find");
  await page.keyboard.type("499");
  assert.equal(await first(), "tool_499");
  await page.getByText("1 of 500").waitFor();
});

test("it says that no answer comes, asks less often, and goes on by itself", async () => {
  const server = traffic();
  let broken;
  const { page, asked } = await status(server, { answer: () => broken ?? server.json() });
  await page.getByText("✓ Ready").waitFor();
  await page.clock.install();
  await page.reload();
  await page.getByText("✓ Ready").waitFor();
  await page.clock.pauseAt(Date.now() + 60_000);
  const pass = async (seconds) => {
    const before = asked.length;
    await page.clock.runFor(seconds * 1000);
    await new Promise((resume) => setTimeout(resume, 150));
    return asked.length - before;
  };
  await pass(1);
  assert.equal(await pass(1), 1);
  broken = { status: 503, body: "starting" };
  assert.equal(await pass(1), 1);
  await page.getByText(/The server answers HTTP 503\. What is shown is as of .*Trying again in 2 s\./).waitFor();
  assert.equal(await page.locator("#state").textContent(), "✕ No answer");
  assert.equal(await page.locator("#announce").textContent(), "No answer");
  for (const wait of [2, 4, 8, 15, 30, 30]) {
    assert.equal(await pass(wait - 0.5), 0, `nothing within ${wait} s`);
    assert.equal(await pass(0.5), 1, `once after ${wait} s`);
  }
  broken = undefined;
  await page.getByRole("button", { name: "Try now" }).click();
  await page.getByText("✓ Ready").waitFor();
  assert.equal(await page.locator("#notice").isVisible(), false);
  assert.equal(await pass(1), 1, "each second again");
  assert.equal(forgive(/status of 503/), 7);
});

test("nobody is asked for a page that nobody sees, or that is paused", async () => {
  const server = traffic();
  const { page, asked } = await status(server);
  await page.getByText("✓ Ready").waitFor();
  const hide = (hidden) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, hidden);
  const quiet = async () => {
    await new Promise((resume) => setTimeout(resume, 200));
    const before = asked.length;
    await new Promise((resume) => setTimeout(resume, 1500));
    return asked.length === before;
  };
  await hide(true);
  assert.ok(await quiet());
  const before = asked.length;
  await hide(false);
  await until(() => asked.length > before, "an answer at once", 800);
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByText("paused, as of").waitFor();
  assert.ok(await quiet());
  await page.getByRole("button", { name: "Pause", pressed: true }).click();
  const paused = asked.length;
  await until(() => asked.length > paused + 1, "more answers");
});

test("a restart, a drain and a stuck server are told apart", async () => {
  const server = traffic();
  for (let i = 0; i < 5; i++) server.call("search");
  const { page } = await status(server);
  await page.getByText("✓ Ready").waitFor();
  server.status.draining = true;
  server.status.ready = false;
  await page.getByText("… Draining").waitFor();
  await page.locator("#announce", { hasText: "Draining" }).waitFor({ state: "attached" });
  server.status.live = false;
  await page.getByText("✕ Not live").waitFor();
  Object.assign(server.status, { live: true, ready: true, draining: false });
  server.restart();
  await until(async () => (await figure(page, "Calls").textContent()) === "0", "counters from the start");
  const label = await page.locator("figure.calls svg").getAttribute("aria-label");
  assert.ok(!label.includes("-"), `no rate below zero: ${label}`);
});

test("where a credential is wanted, it is asked for and kept in memory", async () => {
  const server = traffic();
  const { page, asked } = await status(server, { answer: (request) => (request.headers.authorization === "Bearer s3cret" ? server.json() : { status: 401, body: "no" }) });
  await page.getByText("The server wants a credential").waitFor();
  await accessible(page);
  await page.getByLabel("Credential").fill("s3cret");
  await page.keyboard.press("Enter");
  await page.getByText("✓ Ready").waitFor();
  assert.equal(asked.at(-1), "Bearer s3cret");
  assert.ok(forgive(/status of 401/) >= 1);
  const left = await page.evaluate(() => [document.documentElement.outerHTML, JSON.stringify({ ...localStorage, ...sessionStorage }), location.href].join());
  assert.ok(!left.includes("s3cret"));
});

test("what a server says is shown, never run", async () => {
  const evil = `<img src=x onerror="alert(1)">`;
  const server = traffic({ [evil]: { breaker: evil, cost: evil } });
  server.call(evil, { outcome: evil, caller: evil, guard: evil });
  server.status.checks = [{ name: evil, status: evil, message: evil }];
  const { page } = await status(server);
  await until(async () => (await rows(page)) === 1, "the call");
  assert.equal(await page.locator("img").count(), 0);
  await page.locator("#checks").getByText(evil).first().waitFor();
});

for (const [name, options] of [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  ["narrow", { viewport: { width: 360, height: 740 } }],
]) {
  test(`the accessibility checker finds nothing: ${name}`, async () => {
    const server = traffic({ search: { breaker: "open" }, add: { breaker: "half-open", cost: "$1.20", budgetLeft: "$3.80" }, [`tool_${"long".repeat(30)}`]: {} });
    server.status.checks = [{ name: "store", status: "passing" }, { name: "weather", status: "failing", message: "refused" }, { name: "index", status: "pending" }];
    for (let i = 0; i < 20; i++) server.call(i % 2 ? "search" : "add", { outcome: i % 5 ? "OK" : "TIMEOUT", cached: i % 3 === 0 });
    server.call("add", { outcome: "RATE_LIMITED", guard: "rate" });
    const { page } = await status(server, options);
    await until(async () => (await rows(page)) === 21, "the calls");
    await accessible(page);
    await fits(page);
  });
}

test("the page can be walked with the keyboard", async () => {
  const server = traffic({ search: {}, add: {} });
  server.call("search");
  const { page } = await status(server);
  await until(async () => (await rows(page)) === 1, "the call");
  const visited = [];
  for (let i = 0; i < 24; i++) {
    await page.keyboard.press("Tab");
    visited.push(await focused(page));
  }
  assert.equal(visited[0], "Skip to the content");
  for (const stop of ["pause", "theme", "find", "Tool ↑", "Calls", "Budget left", "of-tool", "of-outcome", "Copy"]) assert.ok(visited.includes(stop), `${stop} is none of ${visited}`);
});

test("a prompt of a tool's name has a row of its own, and says what it is", async () => {
  const server = traffic({ search: {} });
  for (let i = 0; i < 3; i++) server.call("search");
  const [tool] = server.status.tools;
  server.status.prompts = [{ ...tool, calls: { OK: 5 } }];
  server.status.resources = [{ ...tool, name: "tags", calls: { OK: 7 } }];
  server.status.recent.unshift({ ...server.status.recent[0], tool: undefined, prompt: "search", id: "5d0c6e17000000ff" });
  const { page } = await status(server);
  await page.getByRole("heading", { name: "Tools, prompts and resources" }).waitFor();
  const shown = () => page.locator("#tools tr").evaluateAll((all) => all.map((row) => [row.cells[0].innerText.replaceAll(/\s+/g, " "), row.cells[1].innerText]));
  await until(async () => (await shown()).length === 3, "three rows");
  assert.deepEqual((await shown()).sort(), [["search prompt", "5"], ["search", "3"], ["tags resource", "7"]]);
  assert.equal(await figure(page, "Calls").textContent(), "15");
  await page.getByLabel("Find").fill("prompt");
  await until(async () => (await shown()).length === 1, "the prompt alone");
  await page.getByLabel("Find").fill("");
  // The list of calls tells them apart as well.
  await page.locator("#of-tool").selectOption("search (prompt)");
  await until(async () => (await rows(page)) === 1, "its call alone");
  await accessible(page);
});
