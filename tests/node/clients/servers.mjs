// The servers that tests/run built and started, as it names them.

function given(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run these tests with \`./tests/run clients\``);
  return value;
}

/** The notes example: what a user would run. */
export const notes = { program: given("NOTES_PROGRAM"), url: given("NOTES_URL") };

/** The fixture server: tools that wait, report progress and mirror headers. */
export const fixtures = { program: given("FIXTURES_PROGRAM"), url: given("FIXTURES_URL") };
