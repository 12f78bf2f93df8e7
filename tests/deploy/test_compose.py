"""The Compose file, and what Grafana and Prometheus are given by it."""

import re
import subprocess
import sys

import pytest
import yaml
from support import DEPLOY

FOLDER = DEPLOY / "docker"
COMPOSE = yaml.safe_load((FOLDER / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
DRAIN = 10


def test_it_is_what_the_specification_calls_a_compose_file():
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*command, FOLDER / "compose.yaml"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_confined(name):
    service = SERVICES[name]
    assert service["read_only"] is True and service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    # Reached from this machine alone: the server speaks no TLS, and the
    # others ask nobody for a password.
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])


def test_what_is_mounted_is_there():
    for name, service in SERVICES.items():
        for volume in service["volumes"]:
            source = volume.split(":")[0]
            if source.startswith("."):
                assert (FOLDER / source).resolve().exists(), f"{name}: {source}"
            else:
                assert source in COMPOSE["volumes"], f"{name}: {source}"
    notes = SERVICES["notes"]
    assert (FOLDER / notes["build"]["context"] / notes["build"]["dockerfile"]).exists()
    for name in notes["secrets"]:
        file = COMPOSE["secrets"][name]["file"]
        assert file.startswith("./secrets/"), "git and the image's context leave out this folder alone"
        assert f"/run/secrets/{name}" in notes["environment"].values()


def test_it_waits_until_calls_have_ended():
    assert int(re.fullmatch(r"(\d+)s", SERVICES["notes"]["stop_grace_period"])[1]) > DRAIN


def test_the_pieces_find_each_other():
    (job,) = yaml.safe_load((DEPLOY / "prometheus/prometheus.yml").read_text())["scrape_configs"]
    (target,) = job["static_configs"][0]["targets"]
    assert target.split(":")[0] in SERVICES
    assert f"MCP_HEALTH=0.0.0.0:{target.split(':')[1]}" in (FOLDER / "Dockerfile").read_text()

    provisioning = DEPLOY / "grafana/provisioning"
    (source,) = yaml.safe_load((provisioning / "datasources/prometheus.yaml").read_text())["datasources"]
    assert re.fullmatch(r"http://prometheus:9090", source["url"]) and "prometheus" in SERVICES
    (provider,) = yaml.safe_load((provisioning / "dashboards/mcp.yaml").read_text())["providers"]
    folder = provider["options"]["path"]
    dashboards = [volume.split(":") for volume in SERVICES["grafana"]["volumes"]]
    (dashboard,) = [to for file, to, *_ in dashboards if file.endswith("dashboard.json")]
    assert dashboard.startswith(folder)
    assert SERVICES["grafana"]["environment"]["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"] == dashboard
