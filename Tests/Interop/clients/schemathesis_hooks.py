"""Gives each request of schemathesis a member's token, and every other one something that is there."""

import json
import os
from zlib import crc32

import schemathesis

EXISTING = json.loads(os.environ["MAILLAGE_EXISTING"])


@schemathesis.auth(refresh_interval=None)
class Token:
    def get(self, case, context):
        return os.environ["MAILLAGE_TOKEN"]

    def set(self, case, data, context):
        case.headers = case.headers or {}
        case.headers["Authorization"] = f"Bearer {data}"


@schemathesis.hook
def before_call(context, case, kwargs):
    known = EXISTING.get(case.operation.path.split("{")[0])
    # What is deleted is not there for the next.
    if known and case.method != "DELETE":
        for name, value in case.path_parameters.items():
            if crc32(repr(value).encode()) % 2:
                case.path_parameters[name] = known
