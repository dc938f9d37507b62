"""A node that leaves its letters to a mail server on the same machine: msmtpd, from Debian."""

import email
import email.policy
import os
import re
import socket
import subprocess

from harness import Certificates, Failed, Node, Program, eventually, expect, free_ports

# The server hands each letter to a command: this one keeps it, with its envelope, or ends as it is told to.
# It reads all of it first: otherwise the server says that its pipe is broken.
KEEPER = """#!/bin/sh
file=$(mktemp "$BOX/XXXXXXXX.draft")
{ printf 'X-Envelope: %s\\n' "$*"; cat; } > "$file"
[ ! -e "$BOX/end" ] || exit "$(cat "$BOX/end")"
mv "$file" "${file%.draft}.letter"
"""


def play(arguments, place, results, running):
    """Runs with msmtpd where it is asked for and unpacked."""
    if arguments.only and "msmtpd" not in arguments.only or not arguments.debian:
        return
    program = arguments.debian / "msmtp-mta" / "usr" / "bin" / "msmtpd"
    if not program.exists():
        return  # scripts/interop has said so
    ground = place / "satellite"
    ground.mkdir()
    Satellite(program, arguments, ground, results, running).all()


class Satellite:
    def __init__(self, program, arguments, ground, results, running):
        self.results, self.running, self.box = results, running, ground / "box"
        self.box.mkdir()
        keeper = ground / "keep"
        keeper.write_text(KEEPER)
        keeper.chmod(0o755)
        self.port, own = free_ports(2)
        libraries = ":".join(
            str(place) for place in sorted(arguments.debian.glob("*/usr/lib/*-linux-gnu"))
        )
        self.command = [
            program, "--interface=127.0.0.1", f"--port={self.port}", f"--log={ground}/msmtpd.log",
            f"--command={keeper} %F --",
        ]
        self.log = ground / "msmtpd.out"
        self.environment = {
            "PATH": os.environ["PATH"], "BOX": str(self.box), "LD_LIBRARY_PATH": libraries,
        }
        self.start()
        certificates = Certificates(ground, ["localhost"])
        self.node = Node(
            arguments.maillage, ground, "localhost", own, certificates, ["localhost"],
            MAILLAGE_MAIL_SERVER=f"127.0.0.1:{self.port}", MAILLAGE_MAIL_SECURITY="none",
            MAILLAGE_MAIL_FROM="node@localhost",
        )
        self.node.owners = ("msmtpd",)
        running.append(self.node)

    def all(self):
        for name, check in [
            ("a letter is handed to the server of the machine, with its envelope", self.trial),
            ("an invitation comes whole, in text and HTML", self.invitation),
            ("what the server cannot take now waits", self.waiting),
            ("what it refuses for good does not", self.refused),
            ("while it is away letters wait", self.away),
            ("a server elsewhere gets nothing without TLS", self.elsewhere),
        ]:
            self.results.case("msmtpd", name, "out", check)

    def start(self):
        self.server = Program(
            self.command, self.log, stdout=subprocess.DEVNULL, env=self.environment
        )
        self.server.owners = ("msmtpd",)
        self.running.append(self.server)

        def listens():
            if self.server.process.poll() is not None:
                raise Failed(f"msmtpd ended at its start:\n{self.server.tail()}")
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", self.port)) == 0

        eventually("msmtpd listens", listens, 20)

    def letter(self, what, to):
        """The one letter that comes for somebody."""
        envelope = f"X-Envelope: node@localhost -- {to}\n".encode()
        path = eventually(what, lambda: [
            path for path in self.box.glob("*.letter") if path.read_bytes().startswith(envelope)
        ], 30)
        expect(f"letters: {what}", len(path), 1)
        letter = email.message_from_bytes(path[0].read_bytes(), policy=email.policy.default)
        path[0].unlink()
        expect("faults of the letter", letter.defects, [])
        return letter

    def trial(self):
        self.node.command("mail", "test", "admin@localhost")
        letter = self.letter("the trial", "admin@localhost")
        expect("to", letter["To"], "admin@localhost")

    def invitation(self):
        self.node.command("member", "invite", "luce", "--email", "luce@localhost")
        letter = self.letter("the invitation", "luce@localhost")
        link = f"{self.node.origin}/welcome/"
        for kind in ("plain", "html"):
            if link not in letter.get_body((kind,)).get_content():
                raise Failed(f"there is no link in its {kind} form")

    def waits(self, name):
        """Invites somebody, whose letter is tried and waits, with its error."""
        address = f"{name}@localhost"
        self.node.command("member", "invite", name, "--email", address)
        return eventually(f"the letter to {name} waits", lambda: next((
            one["lastError"] for one in self.node.command("mail", "status")["waiting"]
            if one["recipient"] == address and one["attempts"] > 0
        ), None), 30)

    def waiting(self):
        (self.box / "end").write_text("75")
        expect("the answer", self.waits("gaston")[:3], "451")
        expect("what came", list(self.box.glob("*.letter")), [])

    def refused(self):
        (self.box / "end").write_text("65")
        self.node.command("member", "invite", "rose", "--email", "rose@localhost")
        eventually("the letter is dropped", lambda: re.search(
            r"A letter was dropped\..*55[0-9]", self.node.log.read_text(errors="replace")
        ), 30)
        waiting = self.node.command("mail", "status")["waiting"]
        expect("who waits", [one["recipient"] for one in waiting], ["gaston@localhost"])
        expect("what came", list(self.box.glob("*.letter")), [])

    def away(self):
        (self.box / "end").unlink()
        self.server.stop()
        self.waits("emile")
        self.start()
        self.trial()

    def elsewhere(self):
        self.node.environment["MAILLAGE_MAIL_SERVER"] = "mail.example:25"
        code, output, _ = self.node.ask("config", "check")
        expect("how it ended", code, 1)
        if "mail.security" not in output:
            raise Failed(f"it does not say why: {output}")
