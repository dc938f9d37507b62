"""A node that sends its letters to a mail server that others wrote."""

import email.mime.base
import email.mime.multipart
import email.mime.text
import email.message
import re
import ssl
import urllib.error
import urllib.parse
import urllib.request

from harness import Certificates, Failed, Node, Peer, eventually, expect, free_ports

PASSWORD = "a secret of the mail server"


def play(arguments, place, results, running):
    """Runs with aiosmtpd where it is asked for."""
    if arguments.only and "aiosmtpd" not in arguments.only:
        return
    ground = place / "letters"
    ground.mkdir()
    certificates = Certificates(ground, ["localhost"])
    port, implicit, own = free_ports(3)
    python = arguments.environments / "aiosmtpd" / "bin" / "python"
    peer = Peer("aiosmtpd", python, ground, "localhost", port, certificates, str(implicit))
    peer.owners = ("aiosmtpd",)
    running.append(peer)
    peer.ready()
    settings = {
        "SERVER": f"localhost:{port}", "FROM": "node@localhost", "USER": "node",
        "RETURN_PATH": "retour@localhost",
        "PASSWORD": PASSWORD, "CERTIFICATE_AUTHORITY": str(certificates.authority),
    }
    node = Node(
        arguments.maillage, ground, "localhost", own, certificates, ["localhost"],
        **{f"MAILLAGE_MAIL_{name}": value for name, value in settings.items()},
    )
    node.owners = ("aiosmtpd",)
    running.append(node)
    Letters(node, peer, certificates, results, implicit).all()


class Letters:
    def __init__(self, node, peer, certificates, results, implicit):
        self.node, self.peer, self.results, self.implicit = node, peer, results, implicit
        self.tls = ssl.create_default_context(cafile=certificates.authority)

    def all(self):
        for name, check in [
            ("a letter goes by STARTTLS, signed in, in text and HTML", self.trial),
            ("an invitation is taken by its link, once, and confirms the address", self.invitation),
            ("a forgotten password is set by a link, once; nobody learns who is there", self.reset),
            ("a new browser's sign-in is told", self.sign_in),
            ("what happened is told, and ended by one click without a session", self.happenings),
            ("a member sees its mail and what is stored about it", self.settings),
            ("what the server cannot take now waits", self.waiting),
            ("an address that its server does not know is paused", self.bounce),
            ("a report that comes back pauses the address of its letter, and no other's", self.report),
            ("a letter goes by TLS from the first byte", self.from_the_first_byte),
            ("a server whose certificate nobody vouches for gets nothing", self.stranger),
        ]:
            self.results.case("aiosmtpd", name, "out", check)

    # What the cases need

    def letter(self, what):
        """The one letter that comes."""
        found = []

        def look():
            found.extend(self.peer.tell("letters"))
            return found

        eventually(what, look, 30)
        expect(f"letters: {what}", len(found), 1)
        expect("faults of the letter", found[0]["defects"], [])
        return found[0]

    def open(self, path, form=None):
        """Status and text of a page, without a session."""
        body = None if form is None else urllib.parse.urlencode(form).encode()
        url = path if path.startswith("https://") else self.node.origin + path
        headers = {"Accept": "text/html", "Accept-Language": "en", "User-Agent": "letters/1"}
        request = urllib.request.Request(url, body, headers)
        try:
            with urllib.request.urlopen(request, context=self.tls, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def link(self, letter, path):
        """The link of a letter, which stands in both of its forms."""
        found = re.search(re.escape(self.node.origin + path) + r"[A-Za-z0-9_-]+", letter["text"])
        if not found or found[0] not in letter["html"]:
            raise Failed(f"the letter has no link to {path}: {letter['text']}")
        return found[0]

    # The cases

    def trial(self):
        self.node.command("mail", "test", "admin@localhost")
        letter = self.letter("the trial")
        expect("from", letter["from"], "node@localhost")
        expect("to", letter["to"], ["admin@localhost"])
        expect("by TLS", letter["tls"], True)
        expect("signed in", letter["user"], True)
        expect("made by a machine", letter["headers"]["Auto-Submitted"], "auto-generated")

    def invitation(self):
        done = self.node.command("member", "invite", "luce", "--email", "luce@localhost")
        expect("what is printed", (done.get("token"), done["sentTo"]), (None, "luce@localhost"))
        link = self.link(self.letter("the invitation"), "/welcome/")
        expect("the page", self.open(link)[0], 200)
        expect("a short password", self.open(link, {"password": "court"})[0], 422)
        expect("a password", self.open(link, {"password": "un mot de passe"})[0], 200)
        expect("the link again", self.open(link)[0], 404)
        expect("confirmed", self.node.command("member", "mail", "luce")["isConfirmed"], True)

    def reset(self):
        known = self.open("/password", {"name": "luce"})
        unknown = self.open("/password", {"name": "nobody-at-all"})
        expect("what is said of who is there and who is not", known == unknown, True)
        link = self.link(self.letter("the link"), "/password/")
        expect("a new password", self.open(link, {"password": "un autre mot"})[0], 200)
        expect("the link again", self.open(link, {"password": "un mot encore"})[0], 404)
        secret = link.rsplit("/", 1)[-1]
        expect("the link in the log", secret in self.node.log.read_text(errors="replace"), False)
        self.node.command("member", "mail", "marie", "--address", "marie@localhost")
        confirm = self.link(self.letter("the confirmation"), "/mail/confirm/")
        self.open("/password", {"name": "marie"})
        self.node.command("mail", "test", "admin@localhost")
        expect("to an address nobody confirmed", self.letter("the trial")["to"], ["admin@localhost"])
        expect("a link that is only looked at", self.open(confirm)[0], 200)
        expect("still", self.node.command("member", "mail", "marie")["isConfirmed"], False)
        expect("the button", self.open(confirm, {})[0], 200)
        expect("then", self.node.command("member", "mail", "marie")["isConfirmed"], True)

    def sign_in(self):
        form = {"name": "luce", "password": "un autre mot"}
        self.open("/sign-in", form)
        letter = self.letter("the word of a sign-in")
        expect("to", letter["to"], ["luce@localhost"])
        if "letters/1" not in letter["text"]:
            raise Failed(f"the browser is not named: {letter['text']}")
        self.open("/sign-in", form)

    def happenings(self):
        self.node.command("member", "mail", "luce", "--pace", "atOnce")
        self.node.command("follow", "marie", self.node.address.replace("marie", "luce"))
        letter = self.letter("what happened")
        if "Marie" not in letter["text"]:
            raise Failed(f"it does not say who: {letter['text']}")
        expect("one click", letter["headers"]["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")
        ending = letter["headers"]["List-Unsubscribe"].strip("<>")
        expect("a link that is only looked at", self.open(ending)[0], 200)
        expect("still", self.node.command("member", "mail", "luce")["pace"], "atOnce")
        expect("the click", self.open(ending, {"List-Unsubscribe": "One-Click"})[0], 200)
        expect("then", self.node.command("member", "mail", "luce")["pace"], "never")
        expect("a link of somebody's own making", self.open(ending[:-4] + "AAAA", {})[0], 404)

    def settings(self):
        jar = urllib.request.HTTPCookieProcessor()
        browser = urllib.request.build_opener(urllib.request.HTTPSHandler(context=self.tls), jar)
        browser.addheaders = [("Accept", "text/html"), ("User-Agent", "letters/1")]
        form = urllib.parse.urlencode({"name": "luce", "password": "un autre mot"}).encode()
        browser.open(self.node.origin + "/sign-in", form, timeout=20)
        for path, wanted in [
            ("/settings/mail?lang=en", "luce@localhost"), ("/settings/mail?lang=en", "is confirmed"),
            ("/settings/data?lang=en", "Browsers signed in"),
        ]:
            page = browser.open(self.node.origin + path, timeout=20).read().decode()
            if wanted not in page:
                raise Failed(f"{path} does not say {wanted!r}")

    def waiting(self):
        self.peer.tell("be_busy", busy=True)
        self.open("/password", {"name": "luce"})
        eventually("the letter waits", lambda: [
            one for one in self.node.command("mail", "status")["waiting"]
            if one["attempts"] > 0 and "451" in (one["lastError"] or "")
        ], 30)
        self.peer.tell("be_busy", busy=False)
        expect("what came", self.peer.tell("letters"), [])

    def bounce(self):
        self.node.command("member", "invite", "gaston", "--email", "gone@localhost")
        eventually("the address is paused", lambda: [
            one for one in self.node.command("mail", "status")["paused"]
            if one["address"] == "gone@localhost" and "550" in one["reason"]
        ], 30)
        code, output, _ = self.node.ask("member", "invite", "gaston")
        expect("another invitation", (code, "token" in output), (0, True))
        self.node.command("mail", "resume", "gone@localhost")

    @staticmethod
    def undeliverable(return_path, recipient, action, status):
        """A report as Python's own email package writes it (RFC 3464)."""
        report = email.mime.multipart.MIMEMultipart("report", report_type="delivery-status")
        report["From"], report["To"] = "MAILER-DAEMON@mx.example.org", return_path
        report["Subject"] = "Undelivered Mail Returned to Sender"
        report.attach(email.mime.text.MIMEText("It could not be delivered."))
        status_part = email.mime.base.MIMEBase("message", "delivery-status")
        message, group = email.message.Message(), email.message.Message()
        message["Reporting-MTA"] = "dns; mx.example.org"
        group["Final-Recipient"], group["Action"] = f"rfc822; {recipient}", action
        group["Status"], group["Diagnostic-Code"] = status, "smtp; 550 no such user"
        status_part.set_payload([message, group])
        report.attach(status_part)
        return report.as_string()

    def report(self):
        self.node.command("member", "invite", "odile", "--email", "odile@localhost")
        path = self.letter("the invitation")["from"]
        if not re.fullmatch(r"retour\+[a-z2-7]{32}@localhost", path):
            raise Failed(f"the return path is {path}")

        def bounce(*what):
            return self.node.command("mail", "bounce", given=self.undeliverable(*what)).get("paused")

        expect("a delay", bounce(path, "odile@localhost", "delayed", "4.4.1"), None)
        forged = path[:-11] + ("a" if path[-11] != "a" else "b") + path[-10:]
        expect("a forged path", bounce(forged, "luce@localhost", "failed", "5.1.1"), None)
        expect("another's name", bounce("retour@localhost", "luce@localhost", "failed", "5.1.1"), None)
        expect("a failure", bounce(path, "luce@localhost", "failed", "5.1.1"), "odile@localhost")
        paused = [one["address"] for one in self.node.command("mail", "status")["paused"]]
        expect("what is paused", paused, ["odile@localhost"])
        self.node.command("mail", "resume", "odile@localhost")

    def from_the_first_byte(self):
        self.node.environment["MAILLAGE_MAIL_SERVER"] = f"localhost:{self.implicit}"
        self.node.environment["MAILLAGE_MAIL_SECURITY"] = "tls"
        self.node.restart()
        self.node.command("mail", "test", "admin@localhost")
        expect("by TLS", self.letter("the trial")["tls"], True)

    def stranger(self):
        del self.node.environment["MAILLAGE_MAIL_CERTIFICATE_AUTHORITY"]
        self.node.restart()
        code, output, _ = self.node.ask("mail", "test", "admin@localhost")
        expect("how it ended", code, 1)
        if "certificate" not in output:
            raise Failed(f"it does not say why: {output}")
        expect("what came", self.peer.tell("letters"), [])
