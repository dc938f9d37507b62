"""Gives each request of schemathesis the token of a member."""

import os

import schemathesis


@schemathesis.auth(refresh_interval=None)
class Token:
    def get(self, case, context):
        return os.environ["MAILLAGE_TOKEN"]

    def set(self, case, data, context):
        case.headers = case.headers or {}
        case.headers["Authorization"] = f"Bearer {data}"
