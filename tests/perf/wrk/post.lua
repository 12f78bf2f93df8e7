-- Posts one fixed request over and over; the script sets the environment.
wrk.method = "POST"
wrk.body = os.getenv("PERF_BODY")
for name, value in os.getenv("PERF_HEADERS"):gmatch("([^:\n]+): ([^\n]*)") do
  wrk.headers[name] = value
end

-- wrk's own report rounds; this one is read by the script.
function done(summary, latency, _)
  local errors = summary.errors
  io.write(string.format(
    "RESULT {\"requests\":%d,\"microseconds\":%d,\"p50_us\":%d,\"p99_us\":%d,"
      .. "\"refused\":%d,\"broken\":%d}\n",
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
