"""Prometheus and Grafana's files: by their own programs and models, and
against what the server really says of itself."""

import json
import re
import urllib.parse

import pytest
import yaml
from grafana_foundation_sdk.cog import encoder, plugins
from grafana_foundation_sdk.models import dashboard as model
from support import DEPLOY, Process, call_at, eventually, free_port, get, request_at, run_tool, tool, tool_environment

plugins.register_default_plugins()
FOLDER = DEPLOY / "prometheus"
RULES = [rule for group in yaml.safe_load((FOLDER / "alerts.yml").read_text())["groups"] for rule in group["rules"]]
DASHBOARD = json.loads((DEPLOY / "grafana/dashboard.json").read_text())
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
QUERIES = [(panel["title"], target["expr"]) for panel in PANELS for target in panel["targets"]]
VARIABLES = {variable["name"]: variable for variable in DASHBOARD["templating"]["list"]}


def test_prometheus_understands_the_configuration():
    output = run_tool("promtool", "check", "config", FOLDER / "prometheus.yml")
    assert f"{len(RULES)} rules found" in output


def test_the_alerts_sound_when_they_should(tmp_path):
    for file in (FOLDER / "alerts.yml", DEPLOY.parents[1] / "tests/deploy/alerts.test.yml"):
        (tmp_path / file.name).write_text(file.read_text())
    assert "SUCCESS" in run_tool("promtool", "test", "rules", tmp_path / "alerts.test.yml")
    tested = (tmp_path / "alerts.test.yml").read_text()
    assert [rule["alert"] for rule in RULES if rule["alert"] not in tested] == []


def test_every_alert_says_what_to_do():
    for rule in RULES:
        assert rule["labels"]["severity"] in ("page", "ticket"), rule["alert"]
        assert rule["annotations"].keys() == {"summary", "action"}, rule["alert"]


def lost(before, after, path="dashboard"):
    """What a reading and writing by Grafana's model did not keep."""
    if isinstance(before, dict):
        after = after if isinstance(after, dict) else {}
        missing = [f"{path}.{name}" for name in before if name not in after]
        return missing + [line for name in before if name in after for line in lost(before[name], after[name], f"{path}.{name}")]
    if isinstance(before, list):
        if not isinstance(after, list) or len(before) != len(after):
            return [path]
        return [line for n, pair in enumerate(zip(before, after)) for line in lost(*pair, f"{path}[{n}]")]
    return [] if before == after else [f"{path}: {before} became {after}"]


def test_grafana_knows_everything_in_the_dashboard():
    read = model.Dashboard.from_json(DASHBOARD)
    assert lost(DASHBOARD, json.loads(encoder.JSONEncoder().encode(read))) == []
    misspelt = {**DASHBOARD, "refersh": "5s"}
    assert lost(misspelt, json.loads(encoder.JSONEncoder().encode(model.Dashboard.from_json(misspelt))))


def test_panels_lie_side_by_side():
    ids = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len(ids) == len(set(ids))
    taken = set()
    for panel in DASHBOARD["panels"]:
        at = panel["gridPos"]
        cells = {(at["x"] + x, at["y"] + y) for x in range(at["w"]) for y in range(at["h"])}
        assert at["x"] + at["w"] <= 24 and not cells & taken, panel["title"]
        taken |= cells
    assert {panel["datasource"]["uid"] for panel in PANELS} == {"${datasource}"}


def names(expression, exposed):
    """The metrics of an expression: words that look like one of ours, and all
    that the patterns in it stand for; a pattern itself where that is nothing."""
    patterns = re.findall(r'__name__=~"([^"]+)"', expression)
    plain = re.sub(r'__name__=~"[^"]+"', "", expression)
    found = set(re.findall(r"\b(?:mcp|process)_[a-z_]+\b", plain))
    for pattern in patterns:
        found |= {name for name in exposed if re.fullmatch(pattern, name)} or {pattern}
    return found


@pytest.fixture(scope="module")
def exposed(notes):
    """What the server prints, with the series of histograms."""
    status, text = get(notes.side, "/metrics")
    assert status == 200
    types = dict(re.findall(r"^# TYPE (\S+) (\S+)$", text, re.M))
    parts = [name + part for name, kind in types.items() if kind == "histogram" for part in ("_bucket", "_sum", "_count")]
    return {*types, *parts}


def test_the_server_prints_every_metric_that_is_asked_for(exposed):
    asked = [(rule["alert"], rule["expr"]) for rule in RULES] + QUERIES
    asked += [(name, variable.get("query", {}).get("query", "")) for name, variable in VARIABLES.items() if variable["type"] == "query"]
    asked += [(one["name"], one["expr"]) for one in DASHBOARD["annotations"]["list"]]
    unknown = {(who, name) for who, expression in asked for name in names(expression, exposed) - exposed}
    assert unknown == set()


def test_every_metric_is_shown_or_watched(exposed):
    shown = set().union(*(names(expression, exposed) for _, expression in QUERIES), *(names(rule["expr"], exposed) for rule in RULES))
    shown |= names(json.dumps(DASHBOARD["templating"]), exposed)
    base = {re.sub(r"_(bucket|sum|count)$", "", name) if name not in exposed else name for name in shown}
    histograms = {name for name in exposed if name + "_bucket" in exposed}
    left = {name for name in exposed if name.startswith(("mcp_", "process_"))} - base - histograms
    assert {name for name in left if not name.endswith(("_sum", "_count"))} == set()


def make_things_happen(port):
    """So that every panel has something to show."""
    for name, arguments in [("search", {"query": "a"}), ("read", {"id": 12345}), ("tag", {"id": 1})]:
        assert call_at(port, name, arguments)[0].status == 200
    for method, params in [
        ("prompts/get", {"name": "summarize", "arguments": {"topic": "a"}}),
        ("resources/read", {"uri": "notes://tags"}),
        ("resources/read", {"uri": "notes://12345"}),
    ]:
        assert request_at(port, method, params)[0].status == 200
    assert call_at(port, "search", {"query": "a"}, key="not-a-key-0123456789")[0].status == 401


@pytest.fixture(scope="module")
def prometheus(notes, tmp_path_factory):
    """A Prometheus with our configuration that watches the server."""
    folder, port = tmp_path_factory.mktemp("prometheus"), free_port()
    text = (FOLDER / "prometheus.yml").read_text()
    text = text.replace("notes:9090", f"127.0.0.1:{notes.side}").replace("_interval: 15s", "_interval: 1s")
    (folder / "prometheus.yml").write_text(text)
    (folder / "alerts.yml").write_text((FOLDER / "alerts.yml").read_text())
    command = [
        tool("prometheus"), f"--config.file={folder / 'prometheus.yml'}", f"--storage.tsdb.path={folder / 'data'}",
        f"--web.listen-address=127.0.0.1:{port}",
    ]
    with Process(command, folder / "log", env=tool_environment()):

        def ask(expression):
            status, text = get(port, "/api/v1/query?" + urllib.parse.urlencode({"query": expression}))
            assert status == 200, text
            return json.loads(text)["data"]["result"]

        eventually(lambda: get(port, "/-/ready")[0] == 200, what="Prometheus")
        # Rates need two samples, and a series begins with its first event.
        for samples in (1, 3, 5):
            make_things_happen(notes.port)
            expression = f'count_over_time(up{{job="mcp"}}[5m]) >= {samples}'
            eventually(lambda expression=expression: ask(expression), what=f"{samples} samples")
        ask.port = port
        yield ask


def concrete(expression):
    """As Grafana sends it when everything is chosen."""
    for variable, value in [("$__rate_interval", "1m"), ("$job", "mcp"), ("$instance", ".*"), ("$tool", ".*")]:
        expression = expression.replace(variable, value)
    assert "$" not in expression, expression
    return expression


def test_prometheus_can_read_what_the_server_prints(prometheus):
    assert [one["value"][1] for one in prometheus('up{job="mcp"}')] == ["1"]
    assert prometheus("mcp_server_info")[0]["metric"]["name"] == "notes"


@pytest.mark.parametrize(("title", "expression"), QUERIES, ids=[f"{title}-{n}" for n, (title, _) in enumerate(QUERIES)])
def test_every_panel_has_something_to_show(prometheus, title, expression):
    assert prometheus(concrete(expression)), concrete(expression)


def test_prometheus_has_our_alerts_and_none_sounds(prometheus):
    status, text = get(prometheus.port, "/api/v1/rules?type=alert")
    rules = [rule for group in json.loads(text)["data"]["groups"] for rule in group["rules"]]
    assert len(rules) == len(RULES) and {rule["health"] for rule in rules} <= {"ok", "unknown"}
    assert [alert for alert in prometheus("ALERTS") if alert["metric"]["alertstate"] == "firing"] == []
