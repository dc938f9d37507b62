"""Prometheus’ own checks of the rules for alerts, and of the dashboard’s expressions."""

import json
import subprocess
import tempfile
from pathlib import Path

from harness import HERE, Failed

PACKAGING = HERE.parent.parent / "packaging"


def play(arguments, results):
    """Runs promtool where it is asked for and unpacked."""
    if arguments.only and "promtool" not in arguments.only or not arguments.debian:
        return
    promtool = arguments.debian / "prometheus" / "usr" / "bin" / "promtool"
    if not promtool.exists():
        return  # scripts/interop has said so
    rules = PACKAGING / "prometheus" / "maillage.rules.yml"
    for name, command in [
        ("the rules are sound", ["check", "rules", rules]),
        ("each alert fires when it should, and not before",
         ["test", "rules", *tests(rules)]),
    ]:
        results.case("promtool", name, "out", lambda: run(promtool, command))
    results.case("promtool", "each alert has a test", "out", lambda: covered(rules))
    results.case("promtool", "the dashboard asks what can be answered", "out",
                 lambda: dashboard(promtool))


def run(promtool, command):
    done = subprocess.run([str(part) for part in [promtool, *command]], capture_output=True, text=True)
    if done.returncode != 0 or "FAILED" in done.stdout + done.stderr:
        raise Failed(f"{done.stdout}\n{done.stderr}")


def tests(rules):
    """Those that last for minutes, and those that last for days."""
    return sorted(rules.parent.glob(f"{rules.stem}.*test.yml"))


def covered(rules):
    alerts = {line.split()[-1] for line in rules.read_text().splitlines() if "- alert:" in line}
    told = "".join(file.read_text() for file in tests(rules))
    missing = [alert for alert in sorted(alerts) if f"alertname: {alert}\n        exp_alerts:\n" not in told]
    if not alerts or missing:
        raise Failed(f"no test lets these fire: {missing}")


def dashboard(promtool):
    panels = json.loads((PACKAGING / "grafana" / "maillage.json").read_text())["panels"]
    targets = [target["expr"] for panel in panels for target in panel.get("targets", [])]
    if len(targets) < 20:
        raise Failed(f"it has only {len(targets)} expressions")
    records = [
        {"record": f"maillage:panel{number}", "expr": expression.replace("$instance", ".*")}
        for number, expression in enumerate(targets)
    ]
    with tempfile.NamedTemporaryFile("w", suffix=".yml") as file:
        # JSON is YAML.
        json.dump({"groups": [{"name": "dashboard", "rules": records}]}, file)
        file.flush()
        run(promtool, ["check", "rules", Path(file.name)])
