"""fediverse-pasture: its ‘verify actor’ server, its ‘one actor’ server, and its collection of inputs.

The ‘one actor’ server has a person whose inbox checks signatures and hands over what comes (`on_inbox`); the library's
own actor signs and sends. What that person remembers is in remembering.py. The ‘verify actor’ server has actors who differ in what they demand, whether their actor is read with a signature
or without, whether they have a WebFinger address, and tells of another server's actor which of
them can read it and post to it. The inputs are posts as the servers of the fediverse write them.
"""

import asyncio
import json
import sys

import common
import remembering

common.stay_on_this_machine()

HOME, HOST, PORT, CERTIFICATE, KEY = sys.argv[1:]

from functools import partial  # noqa: E402

import aiohttp  # noqa: E402
import fediverse_pasture.verify_actor  # noqa: E402
from bovine.clients import fetch_nodeinfo, lookup_uri_with_webfinger  # noqa: E402
from fediverse_pasture.data_provider import DataProvider, bovine_actor_for_actor_data  # noqa: E402
from fediverse_pasture.runner import ActivitySender  # noqa: E402
from fediverse_pasture.server import BlueprintForActors  # noqa: E402
from fediverse_pasture_inputs import available  # noqa: E402
from hypercorn.asyncio import serve  # noqa: E402
from hypercorn.config import Config  # noqa: E402

DOMAIN = f"{HOST}:{PORT}"
ORIGIN = f"https://{DOMAIN}"


def make_app():
    """The ‘verify actor’ server with the ‘one actor’ server's way of handing over what comes."""
    data = DataProvider.generate()
    # As it comes, the one actor takes what is not signed.
    data.one_actor.requires_signed_post_for_inbox = True
    data.save()

    async def came(activity):
        if activity.get("actor") != person.me:
            person.came(activity)

    fediverse_pasture.verify_actor.BlueprintForActors = partial(BlueprintForActors, on_inbox=came)
    app = fediverse_pasture.verify_actor.build_app(
        only_generate_config=False, domain=DOMAIN, https=True, timeout=20
    )

    @app.get("/objects/<name>")
    async def document(name):
        status, found = person.document(f"/objects/{name}")
        return found, status, {"content-type": "application/activity+json"}

    return app


def at_home(examples):
    """The inputs name the server as it is called in their authors' own test network."""
    return json.loads(json.dumps(examples).replace("http://pasture-one-actor", f"https://{DOMAIN}"))


class Pasture(remembering.Person):
    verbs = [*remembering.Person.verbs, "verify", "send_inputs"]

    async def by_library(self, what):
        """Lets the library's actor do something: it signs with the key that the server shows."""
        async with aiohttp.ClientSession() as session:
            actor, _ = bovine_actor_for_actor_data(self.me, DataProvider.load().one_actor)
            await actor.init(session=session)
            return await what(actor)

    async def deliver(self, activity, inbox):
        await self.by_library(lambda actor: actor.post(inbox, activity))

    async def fetch(self, url):
        return await self.by_library(lambda actor: actor.get(url))

    async def lookup(self, address):
        async with aiohttp.ClientSession() as session:
            found, _ = await lookup_uri_with_webfinger(session, f"acct:{address.removeprefix('@')}")
        return await self.fetch(found)

    async def nodeinfo(self, host):
        async with aiohttp.ClientSession() as session:
            return await fetch_nodeinfo(session, host)

    async def collection(self, url):
        found = await self.by_library(lambda actor: actor.get_ordered_collection(url))
        return found["items"]

    async def verify(self, address):
        """What the server says to whoever asks it about an address, by its own page."""
        async with aiohttp.ClientSession() as session:
            async with session.get(
                f"https://{DOMAIN}/", params={"actor_uri": address},
                headers={"Accept": "application/json"},
            ) as response:
                response.raise_for_status()
                return await response.json()

    async def send_inputs(self, actor):
        """Sends every input to an actor, and says under which ids they went."""
        data = DataProvider.load().one_actor
        sent = []
        async with aiohttp.ClientSession() as session:
            one, description = bovine_actor_for_actor_data(f"https://{DOMAIN}/actor", data)
            await one.init(session=session)
            sender = ActivitySender.for_actor(one, description)
            sender.sleep_after_getting_inbox = False
            sender.sending_config.include_mention = True
            for name, group in sorted(available.items()):
                for number, example in enumerate(at_home(group.examples)):
                    sender.init_create_note(lambda note: note | example)
                    answer = await sender.send(actor)
                    sent.append({
                        "input": name, "number": number, "object": sender.activity["object"].get("id"),
                        "taken": answer is not None, "example": example,
                    })
        return sent


async def main() -> None:
    config = Config()
    config.bind = [f"127.0.0.1:{PORT}"]
    config.certfile, config.keyfile = CERTIFICATE, KEY
    stopped, started = asyncio.Event(), asyncio.Event()
    app.before_serving(lambda: started.set())
    server = asyncio.create_task(serve(app, config, shutdown_trigger=stopped.wait))
    await asyncio.wait_for(started.wait(), 30)
    await orders.obey(person.orders())
    stopped.set()
    await server


person = Pasture(f"{ORIGIN}/actor", f"@actor@{DOMAIN}", ORIGIN)
app = make_app()
orders = common.Orders()
asyncio.run(main())
