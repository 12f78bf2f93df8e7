// Prompts and resources on the page: read about, filled in, asked for.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";

import { accessible, fits, focused, forgive, open, until } from "./browser.mjs";
import { endpoint, fault } from "./endpoint.mjs";
import { serve } from "./site.mjs";
import { forecast, ping } from "./tools.mjs";

const review = {
  name: "review",
  title: "Review a change",
  description: "Reviews a change.\n\nAs `strict` as it is told.",
  arguments: [{ name: "diff", description: "The change as a diff.", required: true }, { name: "most", description: "The most remarks.", required: false }],
};
const readme = { name: "readme", uri: "docs://readme", title: "Read me", mimeType: "text/markdown", size: 2048, annotations: { audience: ["user"], priority: 0.5, lastModified: "2026-07-28" } };
const log = { name: "log", uriTemplate: "log://{day}/{+path}{/part*}{?lines,tag*}", description: "A part of the log.", mimeType: "text/plain" };
const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const everything = { tools: [forecast, ping], prompts: [review, { name: "ping" }], resources: [readme], templates: [log] };

async function at(address, script = {}, options) {
  const site = await serve({ mcp: endpoint({ ...everything, ...script }) });
  const page = await open(site, `/docs${address}`, options);
  const press = (name) => page.getByRole("button", { name, exact: true }).click();
  const answer = page.getByRole("region", { name: "Answer" });
  const sent = (method) => site.requests.filter(({ message }) => message.method === method);
  return { site, page, press, answer, sent };
}

test("each kind has its list, and one search goes through all", async () => {
  const { site, page } = await at("");
  await page.getByText("2 tools, 2 prompts, 2 resources").waitFor();
  assert.deepEqual(site.requests.map(({ message }) => message.method), ["server/discover", "tools/list", "prompts/list", "resources/list", "resources/templates/list"]);
  const listed = (name) => page.getByRole("list", { name, exact: true }).getByRole("link").allTextContents();
  assert.deepEqual([await listed("Tools"), await listed("Prompts"), await listed("Resources")], [["forecast", "ping"], ["review", "ping"], ["readme", "log"]]);
  await page.getByLabel("Find").fill("docs://");
  await page.getByText("1 of 2 tools, 2 prompts, 2 resources").waitFor();
  assert.equal(await page.locator("#of-prompts").isVisible(), false);
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("main h2").textContent(), "readme");
});

test("a server of tools alone is asked for nothing else", async () => {
  const { site, page } = await at("", { prompts: undefined, resources: undefined, templates: [] });
  await page.getByRole("navigation").getByText("2 tools").waitFor();
  assert.deepEqual(site.requests.map(({ message }) => message.method), ["server/discover", "tools/list"]);
  assert.equal(await page.getByRole("heading", { name: "Tools", exact: true }).count(), 0);
});

test("a tool and a prompt of one name have two addresses", async () => {
  const { page } = await at("#prompts/ping");
  await page.getByRole("list", { name: "Kind" }).getByText("Prompt").waitFor();
  await page.getByRole("list", { name: "Tools" }).getByRole("link", { name: "ping" }).click();
  await page.getByRole("list", { name: "Kind" }).waitFor({ state: "detached" });
  await page.goBack();
  await page.getByRole("list", { name: "Kind" }).getByText("Prompt").waitFor();
  assert.equal(await page.getByRole("list", { name: "Prompts" }).getByRole("link", { name: "ping" }).getAttribute("aria-current"), "page");
  await page.goto(page.url().replace(/#.*/, "#resources/nowhere"));
  await page.getByRole("heading", { name: "No such resource" }).waitFor();
});

test("a prompt is described, filled in and got", async () => {
  const messages = [
    { role: "user", content: { type: "text", text: "Look at this." } },
    { role: "user", content: { type: "resource", resource: { uri: "docs://readme", mimeType: "text/markdown", text: "# Read me" } } },
    { role: "assistant", content: { type: "image", mimeType: "image/png", data: PIXEL } },
  ];
  const { page, press, answer, sent } = await at("#prompts/review", { call: () => ({ description: "Reviews.", messages }) });
  const table = await page.getByRole("table", { name: "Arguments" }).innerText();
  assert.match(table.replaceAll(/\s+/g, " "), /diff required string The change as a diff\. most string The most remarks\./);
  await page.getByLabel("diff").fill("- a\n+ b");
  await press("Get");
  await answer.getByText("✓ OK").waitFor();
  const [{ message, headers }] = sent("prompts/get");
  assert.equal(message.params.name, "review");
  assert.deepEqual(message.params.arguments, { diff: "- a\n+ b" });
  assert.deepEqual([headers["mcp-method"], headers["mcp-name"]], ["prompts/get", "review"]);
  assert.deepEqual(await answer.locator("h4").allInnerTexts(), ["user", "user", "docs://readme text/markdown", "assistant"]);
  await answer.getByRole("region", { name: "Text of docs://readme" }).getByText("# Read me").waitFor();
  await until(() => answer.locator("img").evaluate((image) => image.naturalWidth === 1), "the picture");
  await page.getByText("Raw request").click();
  assert.match(await page.getByRole("region", { name: "Raw request" }).textContent(), /"method": "prompts\/get"/);
  await accessible(page);
});

test("what is wrong with a prompt's arguments stands at their fields", async () => {
  const violations = [{ pointer: "/most", expected: "an integer from 1 to 50", got: '"many"' }];
  const call = (_, { id }) => fault(id, -32602, { error: "INVALID_INPUT", message: "1 argument is invalid", action: "Correct it.", prompt: "review", details: { violations } });
  const { page, press, answer } = await at("#prompts/review", { call });
  await page.getByLabel("diff").fill("x");
  await page.getByLabel("most").fill("many");
  await press("Get");
  await answer.getByText("✕ INVALID_INPUT").waitFor();
  assert.equal(await focused(page), "most");
  await page.getByRole("textbox", { name: "most", description: 'expected an integer from 1 to 50, got "many"' }).waitFor();
  assert.equal(forgive(/status of 400/), 1);
});

test("a resource at one URI is read with one button", async () => {
  const { page, press, answer, sent } = await at("#resources/docs%3A%2F%2Freadme", { call: ({ uri }) => ({ contents: [{ uri, mimeType: "text/markdown", text: "# Read me" }, { uri: "docs://logo", mimeType: "image/png", blob: PIXEL }, { uri: "docs://raw", blob: "AAAA" }] }) });
  await page.getByRole("heading", { name: "Try it" }).waitFor();
  const facts = (await page.locator(".head .facts").innerText()).replaceAll(/\s+/g, " ");
  assert.equal(facts, "URI docs://readme Size 2.0 KB For user Priority 0.5 Last modified 2026-07-28");
  assert.equal(await page.getByRole("tablist").count() + await page.getByRole("button", { name: "Reset" }).count(), 0, "there is nothing to fill in");
  await press("Read");
  await answer.getByText("✓ OK").waitFor();
  const [{ message, headers }] = sent("resources/read");
  assert.equal(message.params.uri, "docs://readme");
  assert.deepEqual([headers["mcp-method"], headers["mcp-name"]], ["resources/read", "docs://readme"]);
  await answer.getByRole("region", { name: "Text of docs://readme" }).getByText("# Read me").waitFor();
  await until(() => answer.locator("img").evaluate((image) => image.naturalWidth === 1), "the picture");
  await answer.getByText("4 B in Base64: see the raw answer.").waitFor();
});

test("the variables of a template become a URI as RFC 6570 has it", async () => {
  const { page, press, sent } = await at(`#resources/${encodeURIComponent(log.uriTemplate)}`, { call: ({ uri }) => ({ contents: [{ uri, text: "a line" }] }) });
  const table = await page.getByRole("table", { name: "Variables" }).innerText();
  assert.match(table.replaceAll(/\s+/g, " "), /day required string path required string part list of string lines string tag list of string/);
  await page.getByLabel("day").fill("a b/c'ü");
  await page.getByLabel("path").fill("x/y z?%41%");
  await press("Read");
  await until(() => sent("resources/read").length === 1, "the first");
  await press("Add to part");
  await page.keyboard.type("p/1");
  await press("Add to part");
  await page.keyboard.type("p2");
  await page.getByLabel("lines").fill("10");
  await press("Add to tag");
  await page.keyboard.type("a&b");
  await press("Add to tag");
  await page.keyboard.type("c");
  await press("Read");
  await until(() => sent("resources/read").length === 2, "the second");
  const start = "log://a%20b%2Fc%27%C3%BC/x/y%20z?%41%25";
  assert.deepEqual(sent("resources/read").map(({ message }) => message.params.uri), [start, `${start}/p%2F1/p2?lines=10&tag=a%26b&tag=c`]);
});

test("curl reads the same resource", async () => {
  const { page, press } = await at(`#resources/${encodeURIComponent(log.uriTemplate)}`);
  await page.getByLabel("day").fill("it's");
  await page.getByLabel("path").fill("$HOME");
  await press("Copy as curl");
  await page.getByText("Copied", { exact: true }).waitFor();
  const command = await page.evaluate(() => navigator.clipboard.readText());
  const words = execFileSync("sh", ["-c", `curl() { printf '%s\\0' "$@"; }\n${command}`], { encoding: "utf8" }).split("\0");
  const { method, params } = JSON.parse(words[words.indexOf("--data-raw") + 1]);
  assert.deepEqual([method, params.uri, params.arguments], ["resources/read", "log://it%27s/$HOME", undefined]);
  assert.ok(words.includes("Mcp-Name: log://it%27s/$HOME"));
});

test("a resource is found, filled in and read with the keyboard", async () => {
  const { page, sent } = await at("");
  await page.getByText("2 tools, 2 prompts").waitFor();
  await page.keyboard.press("/");
  for (let i = 0; i < 6; i++) await page.keyboard.press("ArrowDown");
  assert.equal(await focused(page), "log");
  await page.keyboard.press("Enter");
  await until(async () => (await focused(page)) === "tool-name", "the heading");
  for (let i = 0; i < 10 && (await focused(page)) !== "day"; i++) await page.keyboard.press("Tab");
  await page.keyboard.type("7");
  await page.keyboard.press("Tab");
  await page.keyboard.type("all");
  await page.keyboard.press("Control+Enter");
  await page.locator("#announce", { hasText: /^OK in/ }).waitFor({ state: "attached" });
  assert.equal(sent("resources/read")[0].message.params.uri, "log://7/all");
});

for (const [name, options] of [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  ["narrow", { viewport: { width: 360, height: 740 } }],
]) {
  test(`the accessibility checker finds nothing about prompts and resources: ${name}`, async () => {
    const long = { name: "long", uri: `docs://${"deep/".repeat(60)}end` };
    const call = ({ uri }, { method }) => (method === "prompts/get" ? { messages: [{ role: "user", content: { type: "text", text: "Hello" } }] } : { contents: [{ uri, text: "text" }] });
    const { page, press, answer } = await at("", { resources: [readme, long], call }, options);
    const look = async (file) => {
      if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/${file}-${name}.png`, fullPage: true });
      await accessible(page);
      await fits(page);
    };
    await page.getByText("2 tools, 2 prompts, 3 resources").waitFor();
    await look("overview");
    for (const [address, verb] of [["prompts/review", "Get"], ["resources/docs%3A%2F%2Freadme", "Read"], [`resources/${encodeURIComponent(log.uriTemplate)}`, "Read"], [`resources/${encodeURIComponent(long.uri)}`, "Read"]]) {
      await page.goto(page.url().replace(/#.*|$/, `#${address}`));
      await page.getByRole("heading", { name: "Try it" }).waitFor();
      await press(verb);
      await answer.getByText("✓ OK").waitFor();
      for (const summary of await page.locator("summary").all()) await summary.click();
      await look(address.slice(0, 16).replaceAll(/\W+/g, "-"));
    }
  });
}
