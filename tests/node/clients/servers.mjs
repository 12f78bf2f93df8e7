// The servers that tests/run built and started, as it names them.

function given(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run these tests with \`./tests/run clients\``);
  return value;
}

/** The notes example: what a user would run. */
export const notes = { program: given("NOTES_PROGRAM"), url: given("NOTES_URL") };

/** Who issues the tokens that the next three look at. */
export const issuer = given("ISSUER_URL");

/** A server for those alone who show a token or a key. */
export const closed = { program: given("PRIVATE_PROGRAM"), url: given("PRIVATE_URL") };

/** The same, where only some tools demand one. */
export const ajar = { program: given("PARTLY_PRIVATE_PROGRAM"), url: given("PARTLY_PRIVATE_URL") };

/** A server that is known by another name than the one that tokens are for. */
export const elsewhere = { program: given("ELSEWHERE_PROGRAM"), url: given("ELSEWHERE_URL") };

/** The fixture server: tools that wait, report progress and mirror headers. */
export const fixtures = { program: given("FIXTURES_PROGRAM"), url: given("FIXTURES_URL") };
