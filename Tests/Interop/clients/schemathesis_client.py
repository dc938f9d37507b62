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
SECONDS = 100
CHECKS = [
    "not_a_server_error", "status_code_conformance", "content_type_conformance",
    "response_schema_conformance", "response_headers_conformance", "unsupported_method",
    "allow_header_conformance", "ignored_auth", "missing_required_header",
]


def described():
    answer = requests.get(address)
    same(answer.status_code, 200)
    same(answer.json()["openapi"][:4], "3.1.")


def checked():
    key, _ = token(cases.origin, "awa", cases.setting["members"]["awa"])
    environment = os.environ | {
        "SCHEMATHESIS_HOOKS": "schemathesis_hooks", "PYTHONPATH": str(here),
        "MAILLAGE_TOKEN": key, "NO_COLOR": "1", "COLUMNS": "160",
    }
    done = subprocess.run(
        [
            Path(sys.executable).with_name("schemathesis"), "run", address,
            "--checks", ",".join(CHECKS), "--phases", "examples,coverage,fuzzing",
            "--max-examples", "4", "--generation-deterministic", "--generation-database", "none",
            "--workers", "2", "--request-timeout", "10", "--continue-on-failure", "--no-shrink",
            # One ends the token that all use; the other has no end.
            "--exclude-path-regex", "/oauth/revoke|/streaming",
        ],
        env=environment, cwd=cases.setting["place"], capture_output=True, text=True,
        timeout=SECONDS,
    )
    print(done.stdout, done.stderr, file=sys.stderr)
    summary = re.sub(r"\s+", " ", done.stdout.split("SUMMARY")[-1])[:400]
    assert done.returncode == 0, summary


cases.run("the description is served", described)
cases.run("the node keeps what it describes", checked)
