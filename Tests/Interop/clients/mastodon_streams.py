"""Streams, by server-sent events and over one WebSocket."""

import threading
import time

from common import eventually, same
from mastodon import StreamListener
from mastodon_cases import case


class Heard(StreamListener):
    def __init__(self):
        self.events = []

    def on_any_event(self, name, data=None, for_stream=None):
        self.events.append((name, data))

    def on_unknown_event(self, name, unknown_event=None):
        pass

    def hears(self, name, test):
        eventually(lambda: [1 for found, data in self.events if found == name and test(data)])


def listening(open_stream, act):
    """Opens a stream, acts, and gives what was heard to the rest of the check."""
    heard = Heard()
    handle = open_stream(heard)
    try:
        eventually(handle.is_receiving)
        time.sleep(0.2)
        act(heard)
    finally:
        # The library waits with it for whatever comes next, which may be the line that is sent all
        # 15 seconds to keep a stream open.
        threading.Thread(target=handle.close, daemon=True).start()


@case("stream_healthy")
def healthy(w):
    same(w.awa.stream_healthy(), True)


@case("stream_user")
def user(w):
    def act(heard):
        one = w.awa.toot("en direct")
        heard.hears("update", lambda status: status.id == one.id)
        w.awa.status_update(one, "en direct, mieux")
        heard.hears("status.update", lambda status: status.id == one.id)
        w.awa.status_delete(one)
        heard.hears("delete", lambda number: int(number) == int(one.id))

    listening(lambda heard: w.basile.stream_user(heard, run_async=True), act)


@case("stream_user_notifications")
def notifications(w):
    def act(heard):
        w.basile.toot("@awa regarde")
        heard.hears("notification", lambda notice: notice.type == "mention")

    listening(lambda heard: w.awa.stream_user_notifications(heard, run_async=True), act)


def posts(w, text, open_stream):
    def act(heard):
        one = w.awa.toot(text)
        heard.hears("update", lambda status: status.id == one.id)

    listening(open_stream, act)


@case("stream_public")
def public(w):
    posts(w, "à tous", lambda heard: w.basile.stream_public(heard, run_async=True))


@case("stream_local")
def local(w):
    posts(w, "d’ici", lambda heard: w.basile.stream_local(heard, run_async=True))


@case("stream_hashtag")
def hashtag(w):
    posts(w, "le #marché", lambda heard: w.basile.stream_hashtag("marché", heard, run_async=True))


@case("stream_direct")
def direct(w):
    def act(heard):
        w.basile.status_post("@awa tout bas", visibility="direct")
        heard.hears("conversation", lambda talk: talk.accounts[0].id == w.b)

    listening(lambda heard: w.awa.stream_direct(heard, run_async=True), act)


@case("stream_list")
def in_list(w):
    made = w.basile.list_create("Direct")
    w.basile.list_accounts_add(made, [w.a])
    posts(w, "liste en direct", lambda heard: w.basile.stream_list(made, heard, run_async=True))


@case("stream_open_websocket")
def websocket(w):
    heard = Heard()
    handle = w.basile.stream_open_websocket(heard)
    try:
        w.basile.stream_user(heard, websocket_handle=handle)
        time.sleep(0.3)
        one = w.awa.toot("par la prise")
        heard.hears("update", lambda status: status.id == one.id)
    finally:
        handle.close()
