import assert from "node:assert/strict";
import { test } from "node:test";

import { accessible, fits, focused, forgive, open, until } from "./browser.mjs";
import { endpoint, text } from "./endpoint.mjs";
import { serve } from "./site.mjs";
import { forecast, many, ping, wipe } from "./tools.mjs";

const docs = async (script, path = "/docs", options) => {
  const site = await serve({ mcp: typeof script === "function" ? script : endpoint(script) });
  return { site, page: await open(site, path, options) };
};
const names = (page) => page.locator("#tools a").allTextContents();

test("every page of the list is fetched, and 500 tools can be searched", async () => {
  const { site, page } = await docs({ tools: [forecast, ...many(500)] });
  await page.getByText("501 tools").waitFor();
  assert.deepEqual(site.requests.map(({ message }) => message.method), ["server/discover", ...Array(6).fill("tools/list")]);
  await page.getByLabel("Find").fill("number 42");
  assert.deepEqual((await names(page)).slice(0, 2), ["tool_42", "tool_142"]);
  await page.getByLabel("Find").fill("argument_499");
  await page.getByText("1 of 501 tools").waitFor();
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("main h2").textContent(), "tool_499");
  await page.getByLabel("Find").fill("no such words");
  await page.getByText("None of 501 tools").waitFor();
});

test("a tool is described with all that its schemas say", async () => {
  const { page } = await docs({ tools: [forecast] }, "/docs#forecast");
  const rows = page.getByRole("table", { name: "Arguments" }).getByRole("row");
  const row = async (name) => (await rows.filter({ has: page.getByRole("cell", { name, exact: true }) }).allInnerTexts()).join();
  await rows.first().waitFor();
  const all = (await rows.allInnerTexts()).map((each) => each.replaceAll(/\s+/g, " "));
  for (const words of [
    'city required string City name, such as "Oslo". 1 to 80 characters',
    "days integer Days ahead. 1 to 14; default 3",
    'units choice one of "metric" (Celsius), "imperial" (Fahrenheit); default "metric"',
    "confidence number or null at most 1; more than 0",
    "key string secret",
    "places[].lat required number -90 to 90",
    "tags list of string no two alike",
    "shape form 2 of 2 object",
    'shape.kind required choice always "ring"',
  ]) {
    assert.ok(all.some((each) => each.trim() === words), `${words}\nis none of\n${all.join("\n")}`);
  }
  assert.match(await row("shape"), /one of 2 forms/);
  assert.deepEqual(await page.locator(".prose > *").evaluateAll((all) => all.map((each) => `${each.tagName} ${each.textContent}`)), [
    "P Forecast for a city.",
    "P Asks met.example and keeps what it says\nfor a minute:",
    "UL hourly up to 3 days,\n  where there is anydaily beyond",
    "P Example",
    'PRE {"city": "Oslo"}',
    "P 1 - 2 is *no* list.",
  ]);
  const result = await page.getByRole("table", { name: "Result" }).innerText();
  assert.match(result.replaceAll(/\s+/g, " "), /hours\[\]\.at required string \(date-time\)/);
  assert.deepEqual(await page.getByRole("list", { name: "Hints" }).getByRole("listitem").allTextContents(), ["Read-only", "Open world"]);
});

test("the address names a tool, also one that is not there", async () => {
  const odd = { ...ping, name: "a/b c?d#é%" };
  const { page } = await docs({ tools: [odd] }, "/docs#nothing");
  await page.getByRole("heading", { name: "No such tool" }).waitFor();
  await page.getByRole("link", { name: odd.name }).click();
  assert.equal(await page.locator("main h2").textContent(), odd.name);
  await page.reload();
  await page.getByRole("heading", { name: odd.name }).waitFor();
  await page.goBack();
  await page.getByRole("heading", { name: "No such tool" }).waitFor();
});

test("what a server says is shown, never run", async () => {
  const evil = '<img src=x onerror="alert(1)"><script>alert(2)</script>';
  const tool = { name: evil, title: evil, description: `${evil}\n\n- ${evil}\n- b\n\n\`${evil}\``, inputSchema: { type: "object", properties: { [evil]: { type: "string", enum: [evil], description: evil } } } };
  const { page } = await docs({ tools: [tool], instructions: evil, call: () => ({ content: [{ type: "text", text: evil }, { type: "image", mimeType: `x" onerror="alert(3)`, data: "" }] }) });
  await page.locator("#tools a").click();
  await page.getByRole("button", { name: "Call", exact: true }).click();
  await page.getByRole("region", { name: "Text", exact: true }).getByText(evil).waitFor();
  assert.equal(await page.locator("main img, main script").count(), 0);
});

test("a violation of the policy would be noticed", async () => {
  const { page } = await docs({ tools: [ping] });
  await page.evaluate(() => document.head.append(Object.assign(document.createElement("style"), { textContent: "body { color: red }" })));
  await page.evaluate(() => fetch("http://127.0.0.1:1/").catch(() => {}));
  const refused = await page.evaluate(() => {
    try {
      document.body.innerHTML = "<p>";
    } catch (error) {
      return error.name;
    }
  });
  assert.equal(refused, "TypeError");
  for (const kind of ["style-src", "connect-src", "require-trusted-types-for"]) await until(() => forgive(new RegExp(`^policy: ${kind}`)), kind);
  await until(() => forgive(/^elsewhere/) || forgive(/^console: .*Content Security Policy/), "messages");
  forgive(/^elsewhere|^console: (Connecting|Fetch|Applying|This document|Refused)/);
});

test("a server without tools says so", async () => {
  const { page } = await docs({ tools: [] });
  await page.getByText("This server has no tools that this caller may use.").waitFor();
  await accessible(page);
});

test("a credential is asked for, kept in memory, and shown nowhere", async () => {
  const { site, page } = await docs({ tools: [ping], token: "s3cret" });
  await page.getByRole("alert").getByText("this server needs a credential").waitFor();
  assert.equal(forgive(/status of 401/), 1);
  await accessible(page);
  await page.getByRole("button", { name: "Enter a credential" }).click();
  assert.equal(await focused(page), "token");
  await page.keyboard.type("s3cret");
  await page.keyboard.press("Enter");
  await page.locator("#tools").getByRole("link", { name: "ping" }).click();
  await page.getByRole("button", { name: "Copy as curl" }).click();
  await page.getByRole("button", { name: "Call", exact: true }).click();
  await page.getByText("OK", { exact: false }).first().waitFor();
  await page.getByText("Raw request").click();
  await page.getByText("Authorization: Bearer $MCP_ACCESS_TOKEN", { exact: false }).first().waitFor();
  assert.equal(site.requests.at(-1).headers.authorization, "Bearer s3cret");
  const left = await page.evaluate(() => [document.documentElement.outerHTML, JSON.stringify({ ...localStorage, ...sessionStorage }), document.cookie, location.href].join());
  assert.ok(!left.includes("s3cret"));
  // Gone with the page.
  await page.reload();
  await page.getByRole("alert").waitFor();
  assert.equal(forgive(/status of 401/), 1);
});

test("an endpoint that is gone, or refuses, is told apart and asked again", async () => {
  let broken = (response) => response.socket.destroy();
  const listed = endpoint({ tools: [ping] });
  const { page } = await docs((message, request) => (broken ? broken : listed(message, request)));
  await page.getByRole("heading", { name: "The endpoint does not answer" }).waitFor();
  broken = { status: 403, body: "this Origin is not allowed: list it with `.allowed_origins([..])`" };
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText("list it with `.allowed_origins").waitFor();
  broken = undefined;
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText("1 tool", { exact: true }).waitFor();
  assert.ok(forgive(/^console: Failed to load resource/) >= 2);
});

test("the page follows the system's colours, and the reader's", async () => {
  const { page } = await docs({ tools: [forecast] }, "/docs", { colorScheme: "dark" });
  const light = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g).every((part) => part > 128));
  assert.equal(await light(), false);
  await page.getByLabel("Theme").selectOption("light");
  assert.equal(await light(), true);
  await page.reload();
  assert.equal(await light(), true);
  await page.getByLabel("Theme").selectOption("");
  assert.equal(await light(), false);
});

test("everything can be done with the keyboard", async () => {
  const { site, page } = await docs({ tools: [ping, forecast, wipe] });
  await page.getByText("3 tools").waitFor();
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "skip");
  await until(async () => (await page.locator("#skip").boundingBox()).y >= 0, "the skip link to be seen");
  await page.keyboard.press("Enter");
  assert.equal(await focused(page), "main");
  assert.equal(new URL(page.url()).hash, "", "which is no tool's name");
  await page.keyboard.press("/");
  assert.equal(await focused(page), "search");
  await page.keyboard.type("e/f"); // A slash is a slash there.
  assert.equal(await page.getByLabel("Find").inputValue(), "e/f");
  await page.getByLabel("Find").fill("");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  assert.equal(await focused(page), "forecast");
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.equal(outline, "solid");
  await page.keyboard.press("Enter");
  await until(async () => (await focused(page)) === "tool-name", "the heading");
  const visited = [];
  for (let i = 0; i < 40 && (await focused(page)) !== "city"; i++) {
    await page.keyboard.press("Tab");
    visited.push(await focused(page));
  }
  assert.equal(visited.length, 5, `the example, two summaries, a tab and the field, not ${visited}`);
  assert.equal(await page.evaluate(() => document.querySelector("[role=tab][tabindex='0']").textContent), "Form");
  await page.keyboard.type("Oslo");
  await page.keyboard.press("Control+Enter");
  await page.locator("#announce", { hasText: /^OK in/ }).waitFor({ state: "attached" });
  assert.deepEqual(site.requests.at(-1).message.params.arguments, { city: "Oslo" });
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.getByLabel("Arguments as JSON").inputValue(), '{\n  "city": "Oslo"\n}');
});

test("in a narrow window the list and a tool take turns", async () => {
  const { page } = await docs({ tools: [ping, forecast] }, "/docs", { viewport: { width: 360, height: 740 } });
  await page.locator("#tools").getByRole("link", { name: "forecast" }).click();
  await page.getByRole("heading", { name: "Try it" }).waitFor();
  assert.equal(await page.getByLabel("Find").isVisible(), false);
  await page.getByRole("link", { name: "Overview" }).click();
  await page.getByLabel("Find").waitFor();
  await page.locator("#tools").getByRole("link", { name: "ping" }).click();
  await page.getByRole("heading", { name: "ping" }).waitFor();
  await page.keyboard.press("/");
  assert.equal(await focused(page), "search");
});

for (const [name, options] of [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  ["narrow", { viewport: { width: 360, height: 740 } }],
]) {
  test(`the accessibility checker finds nothing: ${name}`, async () => {
    const { page } = await docs({ tools: [forecast, wipe, ...many(60)], instructions: "Ask `forecast` first.", call: () => text('{"a": 1}') }, "/docs", options);
    await page.getByText("62 tools").waitFor();
    await accessible(page);
    await fits(page);
    await page.locator("#tools").getByRole("link", { name: "forecast" }).click();
    await page.getByLabel("city").fill("Oslo");
    await page.getByRole("button", { name: "Add to places" }).click();
    await page.getByRole("button", { name: "Copy as curl" }).click();
    await page.getByRole("button", { name: "Call", exact: true }).click();
    await page.getByText("✓ OK").waitFor();
    for (const summary of await page.locator("summary").all()) await summary.click();
    await accessible(page);
    await fits(page);
    await page.goto(page.url().replace(/#.*/, `#${many(60)[7].name}`));
    await page.getByRole("heading", { name: "tool_7_" }).waitFor();
    await fits(page);
    await page.goto(page.url().replace(/#.*/, "#wipe"));
    await page.getByRole("button", { name: "Call", exact: true }).click();
    await page.getByRole("dialog").waitFor();
    await accessible(page);
  });
}
