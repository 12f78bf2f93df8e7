// A headless Chromium that lets nothing pass: whatever a page logs, throws,
// or is refused by its policy fails the test.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, afterEach } from "node:test";

import { chromium } from "playwright-core";

const ARGUMENTS = [
  "--headless",
  "--no-sandbox", // as root, in containers
  "--disable-gpu",
  "--disable-background-networking",
  "--no-first-run",
  "--disable-component-update",
  "--disable-sync",
];
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGUMENTS });
after(() => browser.close());

const sites = [];
const contexts = [];
let faults = [];

afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
  await Promise.all(sites.splice(0).map((site) => site.close()));
  const found = faults;
  faults = [];
  assert.deepEqual(found, []);
});

/** What was found since, and that it was expected. */
export function forgive(pattern) {
  const [expected, rest] = [faults.filter((fault) => pattern.test(fault)), faults.filter((fault) => !pattern.test(fault))];
  faults = rest;
  return expected.length;
}

/** A page of this site, with its own memory. */
export async function open(site, path, options = {}) {
  sites.push(site);
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB", ...options });
  contexts.push(context);
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: site.url });
  context.setDefaultTimeout(10_000);
  await context.exposeFunction("noteViolation", (text) => faults.push(text));
  await context.addInitScript(() =>
    document.addEventListener("securitypolicyviolation", (event) => window.noteViolation(`policy: ${event.violatedDirective} ${event.blockedURI}`)),
  );
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(`error: ${error.stack}`));
  page.on("console", (message) => faults.push(`console: ${message.text()}`));
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== site.url && !request.url().startsWith("data:")) faults.push(`elsewhere: ${request.url()}`);
  });
  await page.goto(site.url + path);
  return page;
}

/** Fails on anything that the accessibility checker finds. */
export async function accessible(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  assert.deepEqual(
    violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(" | ")}`),
    [],
  );
}

/** What has the focus, as a test can name it. */
export const focused = (page) =>
  page.evaluate(() => {
    const { activeElement: element } = document;
    return element.getAttribute("name") || element.id || (element.querySelector("legend") ?? element).textContent.trim().slice(0, 80);
  });

/** No wider than the window: nobody has to scroll sideways. */
export async function fits(page) {
  const [wide, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(wide <= window, `the page is ${wide} wide in a window of ${window}`);
}

/** Waits until it holds. */
export async function until(holds, what, patience = 10_000) {
  const end = Date.now() + patience;
  while (!(await holds())) {
    assert.ok(Date.now() < end, `waited too long for ${what}`);
    await new Promise((resume) => setTimeout(resume, 25));
  }
}
