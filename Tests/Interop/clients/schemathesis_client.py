"""schemathesis against the node's own description: does it keep what it says?"""

import json
import os
import re
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import requests
from common import Cases, eventually, same, token

cases = Cases()
address = f"{cases.origin}/api/openapi.json"
here = Path(__file__).resolve().parent
SECONDS = 420
CHECKS = [
    "not_a_server_error", "status_code_conformance", "content_type_conformance",
    "response_schema_conformance", "response_headers_conformance", "unsupported_method",
    "allow_header_conformance", "ignored_auth", "missing_required_header",
]


class Member:
    """One of the node's members, by plain requests."""

    def __init__(self, name):
        key, _ = token(cases.origin, name, cases.setting["members"][name])
        self.session, self.key = requests.Session(), key
        self.session.headers["Authorization"] = f"Bearer {key}"

    def get(self, path, **query):
        return self.answer(self.session.get(cases.origin + path, params=query))

    def post(self, path, **fields):
        return self.answer(self.session.post(cases.origin + path, json=fields))

    @staticmethod
    def answer(answer):
        same((answer.request.path_url, answer.status_code), (answer.request.path_url, 200))
        return answer.json()


def existing(awa, basile):
    """Something of each kind, by the path that leads to it."""
    status = awa.post(
        "/api/v1/statuses", status="une question #essai", language="fr",
        poll={"options": ["oui", "non"], "expires_in": 86400},
    )
    basile.post("/api/v1/statuses", status="@awa bonjour", in_reply_to_id=status["id"])
    basile.post("/api/v1/statuses", status="@awa tout bas", visibility="direct")
    asking = basile.get("/api/v1/accounts/verify_credentials")["id"]
    later = (datetime.now(timezone.utc) + timedelta(hours=1)).isoformat()
    rule = awa.post(
        "/api/v2/filters", title="pluie", context=["home"], filter_action="warn",
        keywords_attributes=[{"keyword": "pluie"}],
    )
    with open(cases.setting["picture"], "rb") as picture:
        media = Member.answer(
            awa.session.post(cases.origin + "/api/v2/media", files={"file": picture})
        )
    number = {
        "statuses": status["id"], "polls": status["poll"]["id"], "accounts": asking,
        "lists": awa.post("/api/v1/lists", title="amis")["id"], "tags": "essai",
        "media": media["id"],
        "scheduled_statuses": awa.post(
            "/api/v1/statuses", status="plus tard", scheduled_at=later
        )["id"],
        "featured_tags": awa.post("/api/v1/featured_tags", name="essai")["id"],
        "notifications": eventually(lambda: awa.get("/api/v1/notifications"))[0]["id"],
        "conversations": eventually(lambda: awa.get("/api/v1/conversations"))[0]["id"],
        "filters": awa.get("/api/v1/filters")[0]["id"],
    }
    group = awa.get("/api/v2/notifications")["notification_groups"][0]["group_key"]
    marked = awa.post(f"/api/v2/filters/{rule['id']}/statuses", status_id=status["id"])
    return {f"/api/v1/{noun}/": id for noun, id in number.items()} | {
        "/api/v1/timelines/tag/": "essai", "/api/v1/timelines/list/": number["lists"],
        "/api/v2/notifications/": group, "/api/v2/filters/": rule["id"],
        "/api/v2/filters/keywords/": rule["keywords"][0]["id"],
        "/api/v2/filters/statuses/": marked["id"],
    }


def described():
    answer = requests.get(address)
    same(answer.status_code, 200)
    same(answer.json()["openapi"][:4], "3.1.")


def checked():
    awa = Member("awa")
    environment = os.environ | {
        "SCHEMATHESIS_HOOKS": "schemathesis_hooks", "PYTHONPATH": str(here),
        "MAILLAGE_TOKEN": awa.key, "MAILLAGE_EXISTING": json.dumps(existing(awa, Member("basile"))),
        "NO_COLOR": "1", "COLUMNS": "160",
    }
    done = subprocess.run(
        [
            Path(sys.executable).with_name("schemathesis"), "run", address,
            "--checks", ",".join(CHECKS), "--phases", "examples,coverage,fuzzing",
            "--max-examples", "8", "--generation-deterministic", "--continue-on-failure",
            "--no-shrink", "--workers", "1", "--request-timeout", "10",
            # One ends the token that all use; the other has no end.
            "--include-path-regex", "^/(api/(v1|v2|maillage)|oauth)/",
            "--exclude-path-regex", "/oauth/(revoke|authorize)|/streaming",
        ],
        env=environment, cwd=cases.setting["place"], capture_output=True, text=True,
        timeout=SECONDS,
    )
    print(done.stdout, done.stderr, file=sys.stderr)
    summary = re.sub(r"\s+", " ", done.stdout.split("SUMMARY")[-1])[:400]
    assert done.returncode == 0, summary


cases.run("the description is served", described)
cases.run("the node keeps what it describes", checked)
