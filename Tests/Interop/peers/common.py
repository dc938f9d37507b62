"""What every peer shares: names that lead to this machine alone, and orders by JSON lines.

A peer is a program of its own, in a virtual environment of its own. The runner writes one order a
line to its standard input, `{"id": 1, "do": "like", …}`, and reads one answer a line from its
standard output, `{"id": 1, "result": …}` or `{"id": 1, "error": "…"}`.
"""

import asyncio
import json
import logging
import os
import socket
import sys
import traceback
from importlib.util import find_spec
from pathlib import Path

CONTEXTS = {
    "https://w3id.org/security/v1": "security-v1.jsonld",
    "https://www.w3.org/ns/did/v1": "did-v1.jsonld",
    "https://w3id.org/security/data-integrity/v2": "data-integrity-v2.jsonld",
    "https://w3id.org/security/multikey/v1": "multikey-v1.jsonld",
}


def stay_on_this_machine() -> None:
    """Resolves the names of the test to the loopback address and every other name to nothing."""
    plain = socket.getaddrinfo

    def resolve(host, port, *arguments, **options):
        name = host.decode() if isinstance(host, bytes) else host
        if name is None or name == "localhost" or name.startswith("127."):
            return plain(host, port, *arguments, **options)
        if name.endswith(".test"):
            return plain("127.0.0.1", port, *arguments, **options)
        raise socket.gaierror(socket.EAI_NONAME, f"{name} is no name of this test")

    socket.getaddrinfo = resolve
    # aiohttp would ask a library of its own (c-ares) where that is installed.
    if find_spec("aiohttp"):
        import aiohttp

        aiohttp.connector.DefaultResolver = aiohttp.ThreadedResolver
    socket.gethostbyname = lambda host: resolve(host, 0, socket.AF_INET)[0][4][0]


def context(url: str) -> dict:
    """The JSON-LD context that the W3C publishes at a URL, from this folder."""
    folder = Path(__file__).resolve().parent.parent / "contexts"
    return json.loads((folder / CONTEXTS[url]).read_text())


class Orders:
    """Standard input and output of a peer, kept free of what libraries print."""

    def __init__(self):
        self.answers = os.fdopen(os.dup(1), "w", buffering=1)
        # Whatever a library prints goes to the log.
        os.dup2(2, 1)
        sys.stdout = sys.stderr
        logging.basicConfig(level=logging.INFO, stream=sys.stderr)

    def say(self, answer: dict) -> None:
        self.answers.write(json.dumps(answer) + "\n")
        self.answers.flush()

    async def obey(self, verbs: dict) -> None:
        """Answers orders until standard input ends."""
        lines = asyncio.StreamReader(limit=1 << 20)
        await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(lines), sys.stdin
        )
        self.say({"id": 0, "result": "ready"})
        while line := await lines.readline():
            order = json.loads(line)
            number, verb = order.pop("id"), order.pop("do")
            try:
                answer = {"id": number, "result": await verbs[verb](**order)}
            except Exception as error:  # The runner decides what an error means.
                traceback.print_exc(file=sys.stderr)
                answer = {"id": number, "error": f"{type(error).__name__}: {error}"}
            self.say(answer)
