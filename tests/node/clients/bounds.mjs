/** The longest a test may take, in milliseconds; the slowest needs two seconds. */
export const LIMIT = 30_000;

/** Asks until `holds` is true, for five seconds at most. */
export async function eventually(what, holds) {
  const end = Date.now() + 5_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`still not so after 5 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
