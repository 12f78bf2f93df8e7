// Servers of a test's own: with settings that others do not want, or to be ended.

import { spawn } from "node:child_process";
import { once } from "node:events";

import { LIMIT } from "./bounds.mjs";

/** A process that listens, and what connections to a process like it need. */
export async function start({ program }, env = {}, address = "127.0.0.1:0") {
  const child = spawn(program, ["--http", address], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "pipe"],
    timeout: 10 * LIMIT,
    killSignal: "SIGKILL",
  });
  let said = "";
  for await (const text of child.stderr.iterator({ destroyOnReturn: false })) {
    said += text;
    const [, url, at] = /listening on (http:\/\/([\d.:]+)\S*)/.exec(said) ?? [];
    if (url) {
      child.stderr.resume();
      return { program, env, url, address: at, child, stop: (signal) => stop(child, signal) };
    }
  }
  throw new Error(`it does not listen: ${said}`);
}

/** Its exit code, or the signal that it ended by. */
async function stop(child, signal = "SIGKILL") {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill(signal);
    await once(child, "exit", { signal: AbortSignal.timeout(LIMIT) });
  }
  return child.exitCode ?? child.signalCode;
}
