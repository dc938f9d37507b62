"""The table of cases for Mastodon.py, and the world they share."""

from mastodon import Mastodon
from mastodon.errors import MastodonError

CASES = {}


def case(name):
    """Enters a check under the method (or methods) of the library that it tries."""

    def enter(check):
        assert name not in CASES, name
        CASES[name] = check
        return check

    return enter


class World:
    """Two members with their clients, and what earlier cases left behind."""

    def __init__(self, cases):
        self.cases, self.origin = cases, cases.origin
        self.members = cases.setting["members"]
        self.picture = cases.setting["picture"]
        self.awa = self.basile = self.anyone = None

    def __getattr__(self, name):
        raise AssertionError(f"an earlier case that fails should have left {name!r}")

    def client(self, **more):
        return Mastodon(api_base_url=self.origin, ratelimit_method="throw", request_timeout=20, **more)


def refused(call, kind=MastodonError):
    """The error with which the node answers."""
    try:
        answer = call()
    except kind as error:
        return error
    raise AssertionError(f"was not refused: {answer!r}")


def ids(entries):
    return [entry.id for entry in entries]
