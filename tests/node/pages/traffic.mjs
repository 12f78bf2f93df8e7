// A server's `/status.json`, of which the test says what was called.

const LE = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** `tools` are names, with more members of their entries where there are any. */
export function traffic(tools = { search: {} }) {
  const started = new Date(Date.now() - 93_784_000);
  const entries = new Map();
  for (const [name, more] of Object.entries(tools)) {
    const durations = { le: LE, counts: LE.map(() => 0), sum: 0, count: 0 };
    entries.set(name, { name, calls: {}, refusals: {}, inFlight: 0, queued: 0, cached: 0, durations, ...more });
  }
  const recent = [];
  let calls = 0;
  const status = {
    server: { name: "notes", version: "1.2.3" },
    started: started.toISOString(),
    live: true,
    ready: true,
    draining: false,
    checks: [],
    process: { residentBytes: 18_350_080, cpuSeconds: 12.5, openFds: 23, threads: 5 },
    http: { connections: 4 },
    tools: [...entries.values()],
    recent,
  };
  return {
    status,
    tool: (name) => entries.get(name),
    call(tool, { outcome = "OK", duration = 0.012, waited = 0, caller = "alice", guard, cached = false } = {}) {
      const entry = entries.get(tool);
      entry.calls[outcome] = (entry.calls[outcome] ?? 0) + 1;
      if (guard) entry.refusals[guard] = (entry.refusals[guard] ?? 0) + 1;
      if (cached) entry.cached += 1;
      entry.durations.count += 1;
      entry.durations.sum += duration;
      LE.forEach((bound, i) => (entry.durations.counts[i] += Number(duration <= bound)));
      const id = (0x5d0c6e1700000000n + BigInt(calls++)).toString(16);
      recent.unshift({ id, tool, caller, started: new Date().toISOString(), duration, waited, outcome, cached });
      recent.splice(256);
      return id;
    },
    restart() {
      status.started = new Date().toISOString();
      for (const entry of entries.values()) Object.assign(entry, { calls: {}, refusals: {} });
      recent.length = 0;
    },
    // Times of day are told from two clocks, so they differ a little each time.
    json: () => ({ ...status, recent: recent.map((call) => ({ ...call, started: jittered(call.started) })), now: new Date().toISOString(), uptime: (Date.now() - new Date(status.started)) / 1000 }),
  };
}

const jittered = (time) => new Date(Date.parse(time) + Math.round(Math.random() * 3)).toISOString();
