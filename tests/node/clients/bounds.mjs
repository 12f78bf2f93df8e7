/** The longest a test may take, in milliseconds; the slowest needs two seconds. */
export const LIMIT = 30_000;

/** Asks until `holds` is true, for five seconds at most; what it was then. */
export async function eventually(what, holds, millis = 5_000) {
  const end = Date.now() + millis;
  let held;
  while (!(held = await holds())) {
    if (Date.now() > end) throw new Error(`still not so after ${millis} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return held;
}

/** What the promise comes to, if it does within ten seconds. */
export async function within(what, promise, millis = 10_000) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing within ${millis} ms: ${what}`)), millis);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
