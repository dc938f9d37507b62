"""A node behind the proxies that people have, with the configurations that the project ships."""

import html
import http.client
import json
import os
import re
import socket
import ssl
import struct
import subprocess
import urllib.parse
import uuid

import members
import signed
from harness import HERE, Certificates, Failed, Node, Peer, Program, eventually, expect, free_ports

PACKAGING = HERE.parent.parent / "packaging"
NAME = "social.example.org"  # the host in the shipped files
PROXIES = ["caddy", "nginx"]
MEMBER = "awa"
PASSWORD = members.MEMBERS[MEMBER]
MEGABYTE = 1 << 20
PER_MINUTE = 60


def silence(size):
    """A WAV file of that many bytes: one channel, 8,000 samples a second."""
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 8_000, 16_000, 2, 16)
    data = struct.pack("<4sI", b"data", size - 44)
    return struct.pack("<4sI4s", b"RIFF", size - 8, b"WAVE") + form + data + bytes(size - 44)


def play(arguments, place, results, running):
    """Runs with each proxy that is asked for and unpacked."""
    wanted = arguments.only or []
    if wanted and "proxies" not in wanted or not arguments.debian:
        return
    for name in PROXIES:
        program = {
            "caddy": arguments.debian / "caddy" / "usr" / "bin" / "caddy",
            "nginx": arguments.debian / "nginx" / "usr" / "sbin" / "nginx",
        }[name]
        if program.exists():
            Proxied(name, program, arguments, place, results, running).all()


class ProxiedNode(Node):
    """A node that speaks HTTP to a proxy on this machine."""

    def doors(self, certificates):
        return ["--listen", f"127.0.0.1:{self.inner}", "--behind-proxy", "127.0.0.1"]

    def __init__(self, inner, *arguments, **settings):
        self.inner = inner
        super().__init__(*arguments, **settings)


class Proxied:
    def __init__(self, name, program, arguments, place, results, running):
        self.name, self.program, self.arguments = name, program, arguments
        self.results, self.running = results, running
        self.ground = place / f"behind-{name}"
        self.ground.mkdir()
        self.host = "localhost"
        self.certificates = Certificates(self.ground, [self.host, "signatures.test"])
        self.port, self.inner, self.peer_port, self.plain = free_ports(4)
        self.tls = ssl.create_default_context(cafile=self.certificates.authority)

    def all(self):
        getattr(self, f"start_{self.name}")()
        self.node = ProxiedNode(
            self.inner, self.arguments.maillage, self.ground, self.host, self.port,
            self.certificates, [self.host, "signatures.test"], **members.UNLIMITED,
        )
        self.node.owners = (self.name,)
        self.running.append(self.node)
        for member, password in members.MEMBERS.items():
            self.node.command("member", "add", member, "--password-stdin", given=password + "\n")
            self.node.command("member", "audience", member, "public")
        for case, check in [
            ("the node is reached", self.reached),
            ("what is said of a host that is not the node’s is refused", self.other_host),
            ("server-sent events come at once", self.events),
            ("an upload of the largest size passes, a larger one does not", self.uploads),
        ]:
            self.results.case(self.name, case, "in", check)
        self.signatures()
        self.sockets()
        self.results.case(
            self.name, "who asks is known by the proxy alone", "in", self.addresses
        )

    # The proxies, with the files that the project ships

    def shipped(self, path):
        """A shipped file, with the names, addresses and certificates of the test."""
        text = (PACKAGING / path).read_text()
        if NAME not in text or "127.0.0.1:8080" not in text:
            raise Failed(f"packaging/{path} is not what the test takes it for")
        return text.replace("127.0.0.1:8080", f"127.0.0.1:{self.inner}")

    def start_nginx(self):
        text = self.shipped("nginx/maillage.conf")
        live = f"/etc/letsencrypt/live/{NAME}"
        for old, new in [
            (f"{live}/fullchain.pem", str(self.certificates.certificate)),
            (f"{live}/privkey.pem", str(self.certificates.key)),
            ("  listen [::]:80;\n", ""), ("  listen [::]:443 ssl http2;\n", ""),
            ("listen 80;", f"listen 127.0.0.1:{self.plain};"),
            ("listen 443 ssl", f"listen 127.0.0.1:{self.port} ssl"), (NAME, self.host),
        ]:
            if old not in text:
                raise Failed(f"packaging/nginx/maillage.conf has no {old!r}")
            text = text.replace(old, new)
        (self.ground / "maillage.conf").write_text(text)
        places = "".join(
            f"  {kind}_temp_path {self.ground}/{kind};\n"
            for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        )
        main = self.ground / "nginx.conf"
        user = "user root;\n" if os.geteuid() == 0 else ""
        main.write_text(
            f"{user}daemon off;\npid {self.ground}/nginx.pid;\nerror_log stderr;\n"
            f"events {{}}\nhttp {{\n  access_log off;\n{places}"
            f"  include {self.ground}/maillage.conf;\n}}\n"
        )
        self.start([self.program, "-p", self.ground, "-c", main])

    def start_caddy(self):
        text = self.shipped("caddy/Caddyfile")
        line = f"{NAME} {{\n"
        if line not in text:
            raise Failed("packaging/caddy/Caddyfile has no site")
        site = (
            f"https://{self.host}:{self.port} {{\n\tbind 127.0.0.1\n"
            f"\ttls {self.certificates.certificate} {self.certificates.key}\n"
        )
        text = "{\n\tadmin off\n\tauto_https disable_redirects\n}\n" + text.replace(line, site)
        file = self.ground / "Caddyfile"
        file.write_text(text)
        self.start([self.program, "run", "--adapter", "caddyfile", "--config", file])

    def start(self, command):
        home = self.ground / "proxy-home"
        home.mkdir()
        proxy = Program(
            command, self.ground / f"{self.name}.log", stdout=subprocess.DEVNULL,
            env={"PATH": os.environ["PATH"], "HOME": str(home)},
        )
        proxy.owners = (self.name,)
        self.running.append(proxy)

        def listens():
            if proxy.process.poll() is not None:
                raise Failed(f"{self.name} ended at its start:\n{proxy.tail()}")
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", self.port)) == 0

        eventually(f"{self.name} listens", listens, 30)

    # Asking

    def ask(self, method, path, body=None, headers=None, source="127.0.0.1", direct=False):
        """Status, fields and body; by the proxy, or past it."""
        kind = http.client.HTTPConnection if direct else http.client.HTTPSConnection
        options = {} if direct else {"context": self.tls}
        connection = kind(
            "127.0.0.1" if direct else self.host, self.inner if direct else self.port,
            timeout=30, source_address=(source, 0), **options,
        )
        fields = {"Host": f"{self.host}:{self.port}"} | (headers or {})
        try:
            connection.request(method, path, body, fields)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def token(self):
        """The token of an app that the member signed in with, by the pages."""
        form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.node.origin}

        def send(path, fields, headers=None):
            return self.ask(
                "POST", path, urllib.parse.urlencode(fields), form | (headers or {})
            )

        app = json.loads(send("/api/v1/apps", {
            "client_name": "Essai", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob",
            "scopes": "read write",
        })[2])
        query = {
            "client_id": app["client_id"], "redirect_uri": "urn:ietf:wg:oauth:2.0:oob",
            "response_type": "code", "scope": "read write",
        }
        status, fields, _ = send("/oauth/authorize", query | {
            "step": "sign-in", "name": MEMBER, "password": PASSWORD,
        })
        expect("signing in", status, 303)
        cookie = {"Cookie": fields["Set-Cookie"].split(";")[0]}
        page = self.ask("GET", "/oauth/authorize?" + urllib.parse.urlencode(query), headers=cookie)
        secret = re.search(r'name="token" value="([^"]+)"', page[2].decode())
        if not secret:
            raise Failed(f"no question is asked: {page[2].decode()[:500]}")
        _, _, body = send("/oauth/authorize", query | {
            "step": "answer", "choice": "allow", "token": html.unescape(secret[1]),
        }, cookie)
        code = re.search(r"<(?:code|output|input)[^>]*?(?:value=\"|>)([A-Za-z0-9_-]{20,})", body.decode())
        if not code:
            raise Failed(f"no code is shown: {body.decode()[:800]}")
        answer = send("/oauth/token", {
            "grant_type": "authorization_code", "code": code[1], "client_id": app["client_id"],
            "client_secret": app["client_secret"], "redirect_uri": "urn:ietf:wg:oauth:2.0:oob",
        })
        return json.loads(answer[2])["access_token"]

    # The cases

    def reached(self):
        status, _, body = self.ask("GET", "/readyz")
        expect("readiness", (status, body), (200, b"ready\n"))
        status, _, body = self.ask(
            "GET", f"/.well-known/webfinger?resource=acct:{MEMBER}@{self.host}:{self.port}"
        )
        expect("WebFinger", status, 200)
        if self.node.origin not in body.decode():
            raise Failed(f"the node names itself otherwise: {body.decode()}")
        expect("metrics without a token", self.ask("GET", "/metrics")[0], 404)

    def other_host(self):
        for fields in [
            {"Host": "other.example"}, {"X-Forwarded-Host": "other.example"},
            {"Forwarded": "host=other.example"},
        ]:
            status, _, body = self.ask("GET", "/api/v2/instance", headers=fields)
            if "Host" in fields:
                # Caddy answers in nobody’s name, with 200 and nothing.
                if status == 200 and body:
                    raise Failed(f"{fields} was answered: {body[:300]}")
                continue
            expect(f"{fields}", status, 200)
            expect("the name it goes by", json.loads(body)["domain"], f"{self.host}:{self.port}")

    def events(self):
        key = self.token()
        connection = http.client.HTTPSConnection(
            self.host, self.port, context=self.tls, timeout=20
        )
        try:
            connection.request(
                "GET", "/api/v1/streaming/user",
                headers={"Authorization": f"Bearer {key}", "Accept": "text/event-stream"},
            )
            answer = connection.getresponse()
            expect("the stream", answer.status, 200)
            words = f"par le flux {uuid.uuid4()}"
            self.node.command("post", "create", MEMBER, words, "--audience", "public")
            # A proxy that waits for more would keep one event for ever: the socket gives up.
            while True:
                line = answer.readline().decode()
                if not line:
                    raise Failed("the stream ended")
                if words in line:
                    return
        except TimeoutError:
            raise Failed("the event did not come while the stream was open") from None
        finally:
            connection.close()

    def uploads(self):
        key = self.token()
        boundary = uuid.uuid4().hex
        head = (
            f"--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n"
            "Content-Type: audio/wav\r\n\r\n"
        ).encode()
        tail = f"\r\n--{boundary}--\r\n".encode()

        def upload(size):
            body = head + silence(size) + tail
            try:
                status, _, answer = self.ask("POST", "/api/v2/media", body, {
                    "Authorization": f"Bearer {key}",
                    "Content-Type": f"multipart/form-data; boundary={boundary}",
                })
                return status, answer
            except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
                return 413, b""  # cut off while it was sent

        status, answer = upload(32 * MEGABYTE)
        if status not in (200, 202):
            raise Failed(f"32 MiB were answered with {status}: {answer[:300]}")
        expect("40 MiB", upload(40 * MEGABYTE)[0], 413)

    def signatures(self):
        """RFC 9421 as others sign it, through the proxy: @authority and @target-uri are as sent."""
        python = self.arguments.environments / "signatures" / "bin" / "python"
        if not python.exists():
            raise Failed("the environment of ‘signatures’ is not there: --only proxies makes it")
        peer = Peer(
            "signatures", python, self.ground, "signatures.test", self.peer_port, self.certificates
        )
        peer.owners = (self.name,)
        self.running.append(peer)
        peer.ready()
        signed.run(self.node, peer, self.results, self.name)

    def sockets(self):
        members.talk(
            "websockets", self.name, [self.node], self.ground, self.certificates, self.arguments,
            self.results, self.running, proxied=True,
        )

    def addresses(self):
        """Each address has a limit: what it is counted under shows whom the node takes it for."""
        self.node.environment["MAILLAGE_LIMITS_REQUESTS_PER_MINUTE"] = str(PER_MINUTE)
        self.node.restart()

        def last(**how):
            """The answer after more requests than one address has, each naming another one."""
            answer = 0
            for number in range(2 * PER_MINUTE):
                fields = {"X-Forwarded-For": f"203.0.113.{number}"}
                answer = self.ask("GET", "/readyz", headers=fields, **how)[0]
            return answer

        expect("one client that names many by the proxy", last(source="127.0.0.5"), 429)
        expect(
            "another client by the proxy",
            self.ask("GET", "/readyz", source="127.0.0.6")[0], 200,
        )
        expect("one that is no proxy and names many", last(source="127.0.0.7", direct=True), 429)
        expect("the proxy’s own address, which is believed", last(direct=True), 200)
