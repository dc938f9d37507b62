"""Gives each request of schemathesis one of several tokens in turn."""

import itertools
import os

import schemathesis

turns = itertools.cycle(os.environ["MAILLAGE_TOKENS"].split())


@schemathesis.auth(refresh_interval=None)
class Tokens:
    def get(self, case, context):
        return next(turns)

    def set(self, case, data, context):
        case.headers = case.headers or {}
        case.headers["Authorization"] = f"Bearer {data}"
