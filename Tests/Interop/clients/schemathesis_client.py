"""schemathesis against the node's own description: does it keep what it says?"""

import os
import re
import subprocess
import sys
from pathlib import Path

import requests
from common import Cases, same, token

cases = Cases()
address = f"{cases.origin}/api/openapi.json"
here = Path(__file__).resolve().parent
SECONDS = 60


def described():
    answer = requests.get(address)
    same(answer.status_code, 200)
    same(answer.json()["openapi"][:4], "3.1.")


def checked():
    # As many tokens as let none of them meet the limit of requests.
    tokens = [token(cases.origin, "awa", cases.setting["members"]["awa"])[0] for _ in range(8)]
    environment = os.environ | {
        "SCHEMATHESIS_HOOKS": "schemathesis_hooks", "PYTHONPATH": str(here),
        "MAILLAGE_TOKENS": " ".join(tokens), "NO_COLOR": "1", "COLUMNS": "160",
    }
    done = subprocess.run(
        [
            Path(sys.executable).with_name("schemathesis"), "run", address, "--checks", "all",
            "--phases", "examples,coverage,fuzzing", "--max-examples", "4", "--seed", "20250101",
            "--generation-deterministic", "--max-time", "40", "--workers", "2",
            "--request-timeout", "10", "--exclude-path-regex", "/oauth/revoke|/streaming",
            "--exclude-checks", "missing_required_header,unsupported_method",
        ],
        env=environment, cwd=cases.setting["place"], capture_output=True, text=True,
        timeout=SECONDS,
    )
    print(done.stdout, done.stderr, file=sys.stderr)
    summary = re.sub(r"\s+", " ", done.stdout.split("SUMMARY")[-1])[:400]
    assert done.returncode == 0, summary


cases.run("the description is served", described)
cases.run("schemathesis --checks all", checked)
