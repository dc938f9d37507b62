"""Streaming over WebSocket, by a library that knows nothing of Mastodon."""

import json
import time

import requests
from common import Cases, same, token
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

cases = Cases()
address = "wss" + cases.origin.removeprefix("https") + "/api/v1/streaming"
key, app = token(cases.origin, "awa", cases.setting["members"]["awa"])


def post(text):
    answer = requests.post(
        f"{cases.origin}/api/v1/statuses", headers={"Authorization": f"Bearer {key}"},
        data={"status": text},
    )
    same(answer.status_code, 200)
    return answer.json()["id"]


def update(socket, number, patience=3):
    """Waits for the event of a post, and returns the streams it came by."""
    end = time.monotonic() + patience
    while True:
        message = json.loads(socket.recv(timeout=max(0.01, end - time.monotonic())))
        assert isinstance(message["payload"], str), "the payload is to be a string"
        if message["event"] == "update" and json.loads(message["payload"])["id"] == number:
            return message["stream"]


def in_query():
    with connect(f"{address}?access_token={key}&stream=user") as socket:
        same(update(socket, post("par la requête")), ["user"])


def in_protocol():
    with connect(f"{address}?stream=user", subprotocols=[key]) as socket:
        same(socket.subprotocol, key)
        same(update(socket, post("par le protocole")), ["user"])


def in_header():
    headers = {"Authorization": f"Bearer {key}"}
    with connect(f"{address}?stream=public:local", additional_headers=headers) as socket:
        same(update(socket, post("par l’en-tête")), ["public:local"])


def multiplexed():
    with connect(f"{address}?access_token={key}") as socket:
        for stream in ["user", "public:local"]:
            socket.send(json.dumps({"type": "subscribe", "stream": stream}))
        socket.send(json.dumps({"type": "subscribe", "stream": "hashtag", "tag": "prise"}))
        time.sleep(0.3)
        number = post("trois fois #prise")
        came = sorted(update(socket, number) for _ in range(3))
        same(came, [["hashtag", "prise"], ["public:local"], ["user"]])
        socket.send(json.dumps({"type": "unsubscribe", "stream": "public:local"}))
        socket.send(json.dumps({"type": "unsubscribe", "stream": "hashtag", "tag": "prise"}))
        time.sleep(0.3)
        same(update(socket, post("une fois #prise")), ["user"])
        try:
            extra = socket.recv(timeout=0.5)
        except TimeoutError:
            extra = None
        same(extra, None)


def unknown_stream():
    with connect(f"{address}?access_token={key}") as socket:
        socket.send(json.dumps({"type": "subscribe", "stream": "nowhere"}))
        assert "error" in json.loads(socket.recv(timeout=2))
        socket.send(json.dumps({"type": "subscribe", "stream": "user"}))
        time.sleep(0.3)
        same(update(socket, post("toujours là")), ["user"])


def no_token():
    try:
        with connect(f"{address}?access_token=wrong&stream=user"):
            raise AssertionError("a wrong token was let in")
    except InvalidStatus as refused:
        same(refused.response.status_code, 401)


def closed(socket, patience):
    """Seconds until the connection ends."""
    started = time.monotonic()
    try:
        while time.monotonic() - started < patience:
            socket.recv(timeout=patience)
    except ConnectionClosed:
        return time.monotonic() - started
    except TimeoutError:
        pass
    raise AssertionError(f"still open after {patience} s")


def announced():
    """What all members are told comes by the stream, and what they say to it."""
    told = ["announcement", "announcement.reaction", "announcement.delete"]
    with connect(f"{address}?access_token={key}&stream=user") as socket:
        number = str(cases.command("announcement", "create", "Arrêt ce soir")["id"])
        reaction = f"{cases.origin}/api/v1/announcements/{number}/reactions/%F0%9F%91%8D"
        done = requests.put(reaction, headers={"Authorization": f"Bearer {key}"})
        same(done.status_code, 200)
        cases.command("announcement", "end", number, "--reason", "essai")
        came = [message for message in events(socket, told[-1]) if message["event"] in told]
    same([message["event"] for message in came], told)
    shown, reacted, gone = [message["payload"] for message in came]
    same((json.loads(shown)["id"], gone), (number, number))
    same(json.loads(reacted), {"name": "👍", "count": 1, "announcement_id": number})


def events(socket, last, patience=5):
    """What comes, up to an event."""
    end = time.monotonic() + patience
    while True:
        message = json.loads(socket.recv(timeout=max(0.01, end - time.monotonic())))
        yield message
        if message["event"] == last:
            return


def revoked():
    other, its = token(cases.origin, "awa", cases.setting["members"]["awa"])
    with connect(f"{address}?access_token={other}&stream=user") as socket:
        same(
            requests.post(
                f"{cases.origin}/oauth/revoke",
                data={
                    "token": other, "client_id": its["client_id"],
                    "client_secret": its["client_secret"],
                },
            ).status_code,
            200,
        )
        assert closed(socket, 3) < 1, "closed later than a second after the token was revoked"


def signed_out():
    other, _ = token(cases.origin, "basile", cases.setting["members"]["basile"])
    with connect(f"{address}?access_token={other}&stream=user") as socket:
        cases.command("member", "sign-out", "basile", "--reason", "essai")
        assert closed(socket, 3) < 1, "closed later than a second after the sign-out"


def ended_by_command():
    """Each way in which the admin ends what is open: one token, the account for now, the password."""
    ways = {
        "sign-out": lambda tokens: ["sign-out", "basile", "--session", tokens[0]],
        "suspend": lambda _: ["suspend", "basile"],
        "password": lambda _: ["password", "basile", "--password-stdin"],
    }
    for way, words in ways.items():
        password = cases.setting["members"]["basile"]
        other, _ = token(cases.origin, "basile", password)
        events = requests.get(
            f"{cases.origin}/api/v1/streaming/user", stream=True, timeout=5,
            headers={"Authorization": f"Bearer {other}"},
        )
        lines = events.iter_lines()
        same(next(lines), b":)")
        with connect(f"{address}?access_token={other}&stream=user") as socket:
            sessions = cases.command("member", "sessions", "basile")
            tokens = [one["id"] for one in sessions if one["id"].startswith("token")]
            command(way, words(tokens), password)
            assert closed(socket, 3) < 1, f"closed later than a second after {way}"
            started = time.monotonic()
            for _ in lines:
                pass
            assert time.monotonic() - started < 1, f"events went on after {way}"
        if way == "suspend":
            cases.command("member", "restore", "basile", "--reason", "essai")


def command(way, words, password):
    given = password + "\n" if way == "password" else ""
    cases.command("member", *words, "--reason", "essai", given=given)


def slow():
    """Does not read while more is sent than a connection holds: it is dropped."""
    streams = ["user", "public", "public:local", "hashtag", "hashtag:local"]
    with connect(f"{address}?access_token={key}", max_queue=1, open_timeout=5) as socket:
        for stream in streams:
            socket.send(json.dumps({"type": "subscribe", "stream": stream, "tag": "flot"}))
        time.sleep(0.2)
        for _ in range(150):
            post("#flot " + "é" * 4000)
        count = 0
        try:
            while True:
                socket.recv(timeout=10)
                count += 1
        except ConnectionClosed:
            return
        except TimeoutError:
            raise AssertionError(f"all {count} events were kept for a slow reader") from None


for check in [
    in_query, in_protocol, in_header, multiplexed, unknown_stream, no_token, announced, revoked,
    signed_out, ended_by_command,
    # A proxy reads for who does not.
    *([] if cases.setting["proxied"] else [slow]),
]:
    cases.run(f"WebSocket {check.__name__}", check)
