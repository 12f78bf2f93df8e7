"""The manifests by Kubernetes' own schemas, and against the server."""

import re
import subprocess

import kubernetes_validate
import pytest
import yaml
from support import (
    DEPLOY, PROGRAMS, RECORD, SIGNING_KEY, call_at, clean_environment, eventually, free_port, get, server,
)

FOLDER = DEPLOY / "kubernetes"
# The oldest that is still in use, and the newest that there is a schema of.
VERSIONS = ["1.31", kubernetes_validate.latest_version()]
FILES = sorted([*FOLDER.glob("*.yaml"), FOLDER / "secret.yaml.example"])
OBJECTS = {object["kind"]: object for file in FILES for object in yaml.safe_load_all(file.read_text())}
POD = OBJECTS["Deployment"]["spec"]["template"]["spec"]
(CONTAINER,) = POD["containers"]
ENVIRONMENT = {variable["name"]: variable["value"] for variable in CONTAINER["env"]}
LABELS = OBJECTS["Deployment"]["spec"]["template"]["metadata"]["labels"]
DRAIN = 10


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_they_are_what_the_schema_says(file, version):
    objects = list(yaml.safe_load_all(file.read_text()))
    assert objects
    for object in objects:
        kubernetes_validate.validate(object, version, strict=True)


def test_a_misspelt_field_would_be_found():
    object = {**OBJECTS["Service"], "spec": {**OBJECTS["Service"]["spec"], "prots": []}}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(object, VERSIONS[0], strict=True)


def test_the_pod_meets_the_restricted_standard():
    pod, container = POD["securityContext"], CONTAINER["securityContext"]
    assert pod["runAsNonRoot"] and pod["runAsUser"] > 0
    assert pod["seccompProfile"]["type"] == "RuntimeDefault"
    assert container["allowPrivilegeEscalation"] is False
    assert container["capabilities"] == {"drop": ["ALL"]}
    assert container["readOnlyRootFilesystem"] and POD["automountServiceAccountToken"] is False
    assert {next(iter(volume.keys() - {"name"})) for volume in POD["volumes"]} <= {"configMap", "secret", "emptyDir"}


def test_the_pieces_find_each_other():
    ports = {port["name"]: port["containerPort"] for port in CONTAINER["ports"]}
    assert ENVIRONMENT["MCP_HTTP"].endswith(f":{ports['mcp']}")
    assert ENVIRONMENT["MCP_HEALTH"].endswith(f":{ports['operator']}")
    probes = [CONTAINER[name]["httpGet"]["port"] for name in ("startupProbe", "livenessProbe", "readinessProbe")]
    assert probes == ["operator"] * 3
    assert [port["targetPort"] for port in OBJECTS["Service"]["spec"]["ports"]] == ["mcp"]
    selectors = [
        OBJECTS["Deployment"]["spec"]["selector"]["matchLabels"],
        OBJECTS["Service"]["spec"]["selector"],
        OBJECTS["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"],
        OBJECTS["NetworkPolicy"]["spec"]["podSelector"]["matchLabels"],
        *(spread["labelSelector"]["matchLabels"] for spread in POD["topologySpreadConstraints"]),
    ]
    assert all(selector.items() <= LABELS.items() for selector in selectors)
    volumes = {volume["name"]: volume for volume in POD["volumes"]}
    mounts = {mount["name"]: mount["mountPath"] for mount in CONTAINER["volumeMounts"]}
    assert volumes.keys() == mounts.keys()
    assert volumes["policy"]["configMap"]["name"] == OBJECTS["ConfigMap"]["metadata"]["name"]
    assert volumes["secrets"]["secret"]["secretName"] == OBJECTS["Secret"]["metadata"]["name"]
    secrets = {f"{mounts['secrets']}/{name}" for name in OBJECTS["Secret"]["stringData"]}
    assert secrets == {ENVIRONMENT["NOTES_KEYS"], ENVIRONMENT["MCP_SIGNING_KEY_FILE"]}
    policies = {f"{mounts['policy']}/{name}" for name in OBJECTS["ConfigMap"]["data"]}
    assert policies == {ENVIRONMENT["MCP_POLICY"]}


def test_it_waits_until_calls_have_ended():
    delay = int(re.fullmatch(r"(\d+)s", ENVIRONMENT["MCP_SHUTDOWN_DELAY"])[1])
    assert POD["terminationGracePeriodSeconds"] > delay + DRAIN
    # By then nobody sends new clients: a failed probe, and what it takes to
    # tell the proxies.
    probe = CONTAINER["readinessProbe"]
    assert delay > probe["periodSeconds"] * probe["failureThreshold"]


def started(tmp_path, **secrets):
    """The deployment's environment, with its paths below the test's folder."""
    environment = {**ENVIRONMENT, "MCP_HEALTH": f"127.0.0.1:{free_port()}", "MCP_SHUTDOWN_DELAY": "1ms"}
    del environment["MCP_HTTP"]
    for name, value in environment.items():
        if value.startswith("/"):
            environment[name] = str(tmp_path / value[1:])
    contents = {
        **{"MCP_POLICY": OBJECTS["ConfigMap"]["data"]["mcp.toml"]},
        "NOTES_KEYS": secrets["keys"], "MCP_SIGNING_KEY_FILE": secrets["signing_key"],
    }
    (tmp_path / ENVIRONMENT["NOTES_DIR"][1:]).mkdir(parents=True)
    for name, text in contents.items():
        file = tmp_path / ENVIRONMENT[name][1:]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return environment


def test_the_probes_and_the_policy_are_those_of_the_server(tmp_path):
    record = RECORD.replace("scopes=notes:write", "")
    environment = started(tmp_path, keys=record, signing_key=SIGNING_KEY)
    side = int(environment["MCP_HEALTH"].rsplit(":", 1)[1])
    with server("notes", tmp_path, **environment) as process:
        for name in ("startupProbe", "livenessProbe", "readinessProbe"):
            path = CONTAINER[name]["httpGet"]["path"]
            eventually(lambda path=path: get(side, path)[0] == 200, what=path)
        metrics = OBJECTS["Deployment"]["spec"]["template"]["metadata"]["annotations"]["prometheus.io/path"]
        assert get(side, metrics)[0] == 200
        assert call_at(process.port, "search", {"query": "a"})[0].status == 200
        refused, _ = call_at(process.port, "add", {"title": "a", "body": "b"})
        assert refused.status == 403, "nobody may write into one replica"


def test_the_secrets_example_lets_nobody_in_as_it_is(tmp_path):
    example = OBJECTS["Secret"]["stringData"]
    environment = started(tmp_path, keys=example["keys"], signing_key=example["signing-key"])
    done = subprocess.run(
        [PROGRAMS / "notes", "--http", "127.0.0.1:0"],
        env={**clean_environment(), **environment}, capture_output=True, text=True, timeout=30,
    )
    assert done.returncode == 1
    assert "sha256" in done.stderr, done.stderr
