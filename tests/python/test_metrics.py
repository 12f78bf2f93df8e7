"""What a scraper of the notes server reads."""

from urllib.request import urlopen

from prometheus_client.parser import text_string_to_metric_families

from servers import NOTES


def scrape() -> dict[str, float]:
    with urlopen(NOTES.url.removesuffix("/mcp") + "/metrics", timeout=10) as response:
        media = response.headers["content-type"]
        text = response.read().decode()
    assert media == "text/plain; version=0.0.4; charset=utf-8"
    assert text.endswith("\n")
    families = list(text_string_to_metric_families(text))
    names = [family.name for family in families]
    assert len(names) == len(set(names)), "each has one place"
    assert all(family.documentation and family.type != "unknown" for family in families)
    samples = {}
    for family in families:
        for sample in family.samples:
            labels = ",".join(f"{key}={value}" for key, value in sorted(sample.labels.items()))
            key = f"{sample.name}{{{labels}}}"
            assert key not in samples, "no sample comes twice"
            samples[key] = sample.value
    return samples


async def test_a_call_moves_the_numbers_of_its_tool(way):
    if way.transport != "http":
        return
    before = scrape()
    async with way.connect(NOTES) as client:
        await client.call("search", {"query": "nothing of the kind"})
    after = scrape()

    def moved(name: str) -> float:
        return after[name] - before.get(name, 0)

    assert moved("mcp_tool_calls_total{outcome=OK,tool=search}") == 1
    assert moved("mcp_tool_call_duration_seconds_count{tool=search}") == 1
    assert moved("mcp_tool_call_duration_seconds_bucket{le=+Inf,tool=search}") == 1
    assert moved("mcp_tool_call_duration_seconds_bucket{le=300,tool=search}") == 1
    assert moved("mcp_tool_request_bytes_total{tool=search}") > 50
    assert moved("mcp_tool_response_bytes_total{tool=search}") > 50
    assert moved("mcp_http_responses_total{code=200}") >= 2
    assert after["mcp_tool_calls_in_flight{tool=search}"] == 0
    assert after["process_resident_memory_bytes{}"] > 1_000_000
    assert after["process_open_fds{}"] < after["process_max_fds{}"]
