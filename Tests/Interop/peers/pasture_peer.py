"""fediverse-pasture: its ‘verify actor’ server, and its collection of inputs.

The server has actors who differ in what they demand, whether their actor is read with a signature
or without, whether they have a WebFinger address, and tells of another server's actor which of
them can read it and post to it. The inputs are posts as the servers of the fediverse write them.
"""

import asyncio
import json
import sys

import common

common.stay_on_this_machine()

HOME, HOST, PORT, CERTIFICATE, KEY = sys.argv[1:]

import aiohttp  # noqa: E402
from fediverse_pasture.data_provider import DataProvider, bovine_actor_for_actor_data  # noqa: E402
from fediverse_pasture.runner import ActivitySender  # noqa: E402
from fediverse_pasture.verify_actor import build_app  # noqa: E402
from fediverse_pasture_inputs import available  # noqa: E402
from hypercorn.asyncio import serve  # noqa: E402
from hypercorn.config import Config  # noqa: E402

DOMAIN = f"{HOST}:{PORT}"
app = build_app(only_generate_config=False, domain=DOMAIN, https=True, timeout=20)
orders = common.Orders()


def at_home(examples):
    """The inputs name the server as it is called in their authors' own test network."""
    return json.loads(json.dumps(examples).replace("http://pasture-one-actor", f"https://{DOMAIN}"))


class Pasture:
    async def describe(self):
        return {"id": f"https://{DOMAIN}/actor", "address": f"@actor@{DOMAIN}"}

    async def verify(self, address):
        """What the server says to whoever asks it about an address, by its own page."""
        async with aiohttp.ClientSession() as session:
            async with session.get(
                f"https://{DOMAIN}/", params={"actor_uri": address},
                headers={"Accept": "application/json"},
            ) as response:
                response.raise_for_status()
                return await response.json()

    async def send(self, actor):
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
    pasture = Pasture()
    await orders.obey({name: getattr(pasture, name) for name in ["describe", "verify", "send"]})
    stopped.set()
    await server


asyncio.run(main())
