"""A node that gets its certificate of Pebble, the ACME server that Let's Encrypt tests clients with."""

import json
import os
import shutil
import socket
import ssl
import stat
import subprocess
import urllib.request

from harness import Certificates, Failed, Node, Program, eventually, expect, free_ports

HOST = "node.test"
AUTHORITY = "authority.test"
KEY_ID, KEY = "kid-1", "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W"


def play(arguments, place, results, running):
    """Runs with Pebble where it is asked for."""
    if arguments.only and "pebble" not in arguments.only:
        return
    if not shutil.which("pebble"):
        print("  SKIPPED: no certificate was ordered: pebble is not here", flush=True)
        return
    for kind in ["http-01", "tls-alpn-01"]:
        ground = place / kind
        ground.mkdir()
        Orders(arguments, ground, kind, results, running).all()


class Pebble(Program):
    """Pebble with a DNS server of its own, where every name leads to this machine."""

    owners = ("pebble",)

    def __init__(self, place, certificates, plain, secure, running):
        self.port, self.management, dns, steering = free_ports(4)
        names = Program(
            ["pebble-challtestsrv", "-defaultIPv4", "127.0.0.1", "-defaultIPv6", "",
             "-dns01", f"127.0.0.1:{dns}", "-http01", "", "-https01", "", "-tlsalpn01", "",
             "-management", f"127.0.0.1:{steering}"],
            place / "names.log", stdout=subprocess.DEVNULL,
        )
        names.owners = ("pebble",)
        running.append(names)
        settings = place / "pebble.json"
        settings.write_text(json.dumps({"pebble": {
            "listenAddress": f"127.0.0.1:{self.port}",
            "managementListenAddress": f"127.0.0.1:{self.management}",
            "certificate": str(certificates.certificate), "privateKey": str(certificates.key),
            "httpPort": plain, "tlsPort": secure, "ocspResponderURL": "",
            "externalAccountBindingRequired": True,
            "externalAccountMACKeys": {KEY_ID: KEY},
        }}))
        environment = os.environ | {
            # A third of all nonces is refused, so that each run meets some.
            "PEBBLE_WFE_NONCEREJECT": "33", "PEBBLE_VA_NOSLEEP": "1",
        }
        super().__init__(
            ["pebble", "-config", settings, "-dnsserver", f"127.0.0.1:{dns}"],
            place / "pebble.log", stdout=subprocess.DEVNULL, env=environment,
        )
        running.append(self)
        self.tls = ssl.create_default_context(cafile=certificates.authority)
        self.tls.check_hostname = False
        eventually("Pebble listens", self.listens, 30)

    def listens(self):
        if self.process.poll() is not None:
            raise Failed(f"Pebble ended at its start:\n{self.tail()}")
        try:
            return self.root()
        except OSError:
            return None

    def root(self):
        """The root of what it issues, made anew at each start."""
        url = f"https://127.0.0.1:{self.management}/roots/0"
        return urllib.request.urlopen(url, context=self.tls, timeout=10).read().decode()


class Orders:
    def __init__(self, arguments, place, kind, results, running):
        self.kind, self.results = kind, results
        certificates = Certificates(place, [AUTHORITY])
        port, plain = free_ports(2)
        self.pebble = Pebble(place, certificates, plain, port, running)
        # The node trusts the server's own certificate and what it issues.
        trusted = place / "trusted.pem"
        trusted.write_text(certificates.authority.read_text() + self.pebble.root())
        self.trust = ssl.create_default_context(cadata=self.pebble.root())
        directory = f"https://{AUTHORITY}:{self.pebble.port}/dir"
        self.node = Node(
            arguments.maillage, place, HOST, port, certificates, [AUTHORITY],
            tls=["--acme", "--acme-contact", "admin@example.org", "--acme-directory", directory],
            MAILLAGE_ACME_CHALLENGE=kind, MAILLAGE_ACME_HTTP_PORT=str(plain),
            MAILLAGE_ACME_CERTIFICATE_AUTHORITY=str(trusted),
            MAILLAGE_ACME_STAGING_DIRECTORY=directory,
            MAILLAGE_ACME_KEY_ID=KEY_ID, MAILLAGE_ACME_KEY=KEY,
        )
        self.node.owners = ("pebble",)
        running.append(self.node)

    def all(self):
        for name, check in [
            ("a certificate comes by itself and is served", self.first),
            ("it is ordered anew with a new key, and open connections go on", self.renewal),
            ("an address that is no directory is told, and what is served stays", self.refused),
            ("key and account are for nobody else to read", self.files),
        ]:
            self.results.case("pebble", f"{name} ({self.kind})", "out", check)

    def shown(self):
        """The certificate that the node shows, verified as a browser would."""
        try:
            with socket.create_connection(("127.0.0.1", self.node.port), 10) as plain:
                with self.trust.wrap_socket(plain, server_hostname=HOST) as secure:
                    return secure.getpeercert(binary_form=True)
        except ssl.SSLError:
            return None

    def first(self):
        eventually("the certificate", self.shown, 60)
        status = self.node.command("certificate", "status")
        expect("the problem", status.get("problem"), None)
        if not status["renewsAt"] < status["notAfter"]:
            raise Failed(f"it is renewed too late: {status}")

    def renewal(self):
        before = self.shown()
        with socket.create_connection(("127.0.0.1", self.node.port), 10) as plain:
            with self.trust.wrap_socket(plain, server_hostname=HOST) as open_one:
                self.node.command("certificate", "renew")
                eventually("another certificate", lambda: self.shown() not in (None, before), 30)
                open_one.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                if b" 200 " not in open_one.recv(1000):
                    raise Failed("the open connection was cut")

    def refused(self):
        before = self.shown()
        self.node.environment["MAILLAGE_ACME_DIRECTORY"] = (
            f"https://{AUTHORITY}:{self.pebble.port}/nowhere"
        )
        self.node.restart()
        code, _, errors = self.node.ask("certificate", "request")
        expect("how it ended", code, 4)
        if "404" not in errors:
            raise Failed(f"it does not say why: {errors}")
        del self.node.environment["MAILLAGE_ACME_DIRECTORY"]
        self.node.restart()
        expect("what is served", self.shown(), before)

    def files(self):
        for name in ["acme-certificate.pem", "acme-account.pem"]:
            mode = stat.S_IMODE((self.node.home / "keys" / name).stat().st_mode)
            expect(f"the mode of {name}", oct(mode), "0o600")
