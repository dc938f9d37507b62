"""What every client shares: the node's addresses, the sign-in pages, and cases told by JSON lines.

A client is a program in a virtual environment of its own. It gets one argument, a JSON document
(origin, members, command, place), and writes one line for each case to its standard output:
`{"case": "status_post", "failure": null, "took": 0.1}`.
"""

import html
import json
import os
import re
import subprocess
import sys
import time
import traceback
from urllib.parse import urljoin

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
SCOPES = ["read", "write", "follow", "push", "profile"]


class Cases:
    """Runs one check after the other, and tells what came of each."""

    def __init__(self):
        self.setting = json.loads(sys.argv[1])
        self.origin = self.setting["origin"]
        self.told = os.fdopen(os.dup(1), "w", buffering=1)
        # Whatever a library prints goes to the log.
        os.dup2(2, 1)
        sys.stdout = sys.stderr

    def run(self, name, check):
        started, failure = time.monotonic(), None
        try:
            check()
        except Exception as error:  # The runner decides what an error means.
            traceback.print_exc(file=sys.stderr)
            failure = f"{type(error).__name__}: {error}"
        took = round(time.monotonic() - started, 2)
        self.told.write(json.dumps({"case": name, "failure": failure, "took": took}) + "\n")

    def command(self, *arguments, given=""):
        """The JSON of a command of the node, which is given something to read."""
        command = [*self.setting["command"], *arguments, "--json", "--home", self.setting["home"]]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, input=given)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


def same(found, wanted):
    assert found == wanted, f"{found!r}, and should be {wanted!r}"


def holds(container, item):
    assert item in container, f"{item!r} is not in {container!r}"


def lacks(container, item):
    assert item not in container, f"{item!r} is in {container!r}"


def eventually(probe, patience=5):
    end = time.monotonic() + patience
    while not (last := probe()):
        assert time.monotonic() < end, f"not within {patience} s (last answer: {last!r})"
        time.sleep(0.05)
    return last


def fields(page):
    """The hidden fields of a form of the node."""
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    return {html.unescape(name): html.unescape(value) for name, value in found}


def authorize(browser, url, name, password, choice="allow"):
    """Signs in through the pages as a browser does; the last answer, with no redirect followed."""
    page = browser.get(url)
    same(page.status_code, 200)
    if 'name="password"' in page.text:
        page = send(browser, page, {"name": name, "password": password})
        same(page.status_code, 200)
    return send(browser, page, {"choice": choice}, allow_redirects=False)


def send(browser, page, entries, **more):
    """Sends the form of a page."""
    action = html.unescape(re.search(r'<form method="post" action="([^"]*)"', page.text).group(1))
    return browser.post(urljoin(page.url, action), data=fields(page.text) | entries, **more)


def shown_code(answer):
    """The code that a page shows to be copied."""
    same(answer.status_code, 200)
    return html.unescape(re.search(r"<pre><code>([^<]*)", answer.text).group(1))


def token(origin, name, password, scopes=SCOPES):
    """A token with its application, by plain requests."""
    import requests

    app = requests.post(
        f"{origin}/api/v1/apps",
        json={"client_name": "essai", "redirect_uris": OUT_OF_BAND, "scopes": " ".join(scopes)},
    ).json()
    query = {
        "client_id": app["client_id"], "redirect_uri": OUT_OF_BAND, "response_type": "code",
        "scope": " ".join(scopes),
    }
    url = requests.Request("GET", f"{origin}/oauth/authorize", params=query).prepare().url
    code = shown_code(authorize(requests.Session(), url, name, password))
    granted = requests.post(
        f"{origin}/oauth/token",
        json={
            "grant_type": "authorization_code", "code": code, "redirect_uri": OUT_OF_BAND,
            "client_id": app["client_id"], "client_secret": app["client_secret"],
        },
    ).json()
    return granted["access_token"], app
