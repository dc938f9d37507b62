"""aiosmtpd, a mail server: by STARTTLS on its port and by TLS from the first byte on the next.

It wants a password after TLS was begun, knows nobody called `gone`, and keeps what it takes. Python's
own email package reads the letters, so that a header that is none shows.
"""

import asyncio
import email
import email.policy
import ssl
import sys

import common
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

common.stay_on_this_machine()
HOME, HOST, PORT, CERTIFICATE, KEY, IMPLICIT = sys.argv[1:]
LOGIN = LoginPassword(b"node", b"a secret of the mail server")


class Box:
    def __init__(self):
        self.letters, self.is_busy = [], False

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("gone@"):
            return "550 5.1.1 No such user here"
        if self.is_busy:
            return "451 4.3.0 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.letters.append({
            "from": envelope.mail_from, "to": envelope.rcpt_tos,
            "tls": bool(session.ssl or server.transport.get_extra_info("ssl_object")), "user": bool(session.authenticated),
            "headers": {name: str(value) for name, value in letter.items()},
            "defects": [str(defect) for defect in letter.defects],
            "text": letter.get_body(("plain",)).get_content(),
            "html": letter.get_body(("html",)).get_content(),
        })
        return "250 Taken"


def admit(server, session, envelope, mechanism, data):
    is_known = data == LOGIN
    return AuthResult(success=is_known, handled=is_known)


async def main() -> None:
    orders, box = common.Orders(), Box()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE, KEY)

    def make(is_implicit):
        return SMTP(
            box, hostname=HOST, tls_context=None if is_implicit else context,
            require_starttls=not is_implicit, auth_required=True, authenticator=admit,
            auth_require_tls=not is_implicit,
        )

    loop = asyncio.get_running_loop()
    await loop.create_server(lambda: make(False), "127.0.0.1", int(PORT))
    await loop.create_server(lambda: make(True), "127.0.0.1", int(IMPLICIT), ssl=context)

    async def letters() -> list:
        taken, box.letters = box.letters, []
        return taken

    async def be_busy(busy: bool) -> None:
        box.is_busy = busy

    await orders.obey({"letters": letters, "be_busy": be_busy})


asyncio.run(main())
