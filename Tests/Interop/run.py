#!/usr/bin/env python3
"""Lets a node and software that others wrote act on each other, over TLS on this machine.

scripts/interop makes the virtual environments and calls this. Exit status: 0 if every case passed
or failed as docs/interop.md says of it, 1 otherwise.
"""

import argparse
import signal
import sys
import tempfile
import time
from pathlib import Path


import authority
import cards
import letters
import members
import pasture
import proofs
import proxies
import rules
import satellite
import signed
import social
import store
from harness import Certificates, Failed, Node, Peer, Results, free_ports, remove
from known import KNOWN

PEERS = {
    "bovine": [social.run],
    "apkit": [social.run, proofs.run],
    "pasture": [social.run, pasture.run],
    "signatures": [social.run, signed.run],
}
# With a node that demands signatures of whoever reads (federation.authorizedFetch).
CLOSED = {"bovine": [social.run_closed], "pasture": [pasture.run_closed]}
NODES = {"node.test": {}, "closed.test": {"MAILLAGE_FEDERATION_AUTHORIZED_FETCH": "true"}}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--maillage", required=True, type=Path, help="the program to test")
    parser.add_argument("--environments", required=True, type=Path, help="where the peers’ Pythons are")
    parser.add_argument("--debian", type=Path, help="where Debian’s packages are unpacked")
    parser.add_argument("--only", nargs="*", help="peers and clients to run with; all without it")
    parser.add_argument("--keep", action="store_true", help="keep homes and logs")
    parser.add_argument("--table", action="store_true", help="print the table of docs/interop.md")
    arguments = parser.parse_args()

    # Ended from outside, it ends what it has started all the same.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    place = Path(tempfile.mkdtemp(prefix="maillage-interop."))
    results, running = Results(KNOWN), []
    started = time.monotonic()
    try:
        play(arguments, place, results, running)
    except (Failed, OSError) as failure:
        results.rows.append(("run", "set up", "", "FAIL", str(failure)))
        print(f"interop: {failure}", file=sys.stderr)
    finally:
        for program in reversed(running):
            program.stop()
    failed = results.count("FAIL")
    failing = {row[0].split()[0] for row in results.rows if row[3] == "FAIL"}
    for program in running:
        if failing.intersection(program.owners):
            print(f"\n-- {program.log.name}, its end\n{program.tail(40)}", file=sys.stderr)
    if arguments.table:
        print(results.table())
    if arguments.keep:
        print(f"Homes and logs are in {place}")
    else:
        remove(place)
    known = results.count("known")
    if known:
        print(f"{known} cases fail as docs/interop.md says of them")
    print(f"Interoperability took {time.monotonic() - started:.0f} s")
    print(f"interop: {results.count('pass') + known} passed, {failed} failed")
    return 1 if failed or not results.rows else 0


def play(arguments, place, results, running):
    members.play(arguments, place, results, running)
    store.play(arguments, place, results, running)
    letters.play(arguments, place, results, running)
    cards.play(arguments, place, results, running)
    authority.play(arguments, place, results, running)
    satellite.play(arguments, place, results, running)
    proxies.play(arguments, place, results, running)
    rules.play(arguments, results)
    names = [name for name in PEERS if not arguments.only or name in arguments.only]
    if not names:
        return
    hosts = {name: f"{name}.test" for name in names}
    ports = dict(zip([*NODES, *names], free_ports(len(NODES) + len(names))))
    certificates = Certificates(place, [*NODES, *hosts.values()])

    # Peers take seconds to import their libraries; they do it while the nodes are made.
    peers = []
    for name in names:
        python = arguments.environments / name / "bin" / "python"
        peer = Peer(name, python, place, hosts[name], ports[name], certificates)
        peer.owners = (name,)
        peers.append(peer)
        running.append(peer)
    nodes = []
    for host, settings in NODES.items():
        node = Node(
            arguments.maillage, place, host, ports[host], certificates, hosts.values(), **settings
        )
        node.owners = tuple(names)
        nodes.append(node)
        running.append(node)
    for peer in peers:
        peer.ready()
        for scene in PEERS[peer.name]:
            scene(nodes[0], peer, results)
        for scene in CLOSED.get(peer.name, []):
            scene(nodes[1], peer, results)


sys.exit(main())
