"""What a member takes along of its talents, read by libraries that others wrote."""

import json
import ssl
import subprocess
import urllib.request

from harness import HERE, Certificates, Failed, Node, expect, free_ports

PASSWORD = "une phrase à retenir"
# Escaped and folded in a card.
NAME = "Luce; dite « Lulu », de Redon"
SKILL = "tournage sur bois, à la main; avec un tour à perche comme on en faisait autrefois"
# What the schema of an AchievementCredential asks for (Open Badges 3.0).
ASKED = {"@context", "id", "type", "credentialSubject", "issuer", "validFrom"}
OF_ACHIEVEMENT = {"id", "type", "criteria", "description", "name"}


def play(arguments, place, results, running):
    """Runs with PyJWT and vobject where they are asked for."""
    if arguments.only and "cards" not in arguments.only:
        return
    ground = place / "cards"
    ground.mkdir()
    certificates = Certificates(ground, ["localhost"])
    port = free_ports(1)[0]
    node = Node(arguments.maillage, ground, "localhost", port, certificates, ["localhost"])
    node.owners = ("cards",)
    running.append(node)
    python = arguments.environments / "cards" / "bin" / "python"
    Cards(node, python, certificates, results).all()


class Cards:
    def __init__(self, node, python, certificates, results):
        self.node, self.python, self.results = node, python, results
        self.tls = ssl.create_default_context(cafile=certificates.authority)
        self.texts, self.read = {}, {}

    def all(self):
        for name, check in [
            ("a badge verifies with the key that its issuer shows", self.badge),
            ("a badge that was changed, or lost its signature, does not", self.forged),
            ("a badge has all that Open Badges 3.0 asks for", self.members),
            ("a vCard is read, whatever is in its names", self.vcard),
            ("a jCard says the same", self.jcard),
        ]:
            self.results.case("cards", name, "out", check)

    def own(self, *words):
        return self.node.command(*words, "--password-stdin", given=PASSWORD)

    def prepare(self):
        """A member with an endorsed skill and one to learn, and what the readers make of it."""
        command = self.node.command
        self.own("member", "add", "luce", "--display-name", NAME)
        command("talent", "add", "luce", "soudure", "--level", "4")
        command("talent", "add", "luce", SKILL, "--new", "--learn")
        text = "Elle soude bien; vite, et proprement"
        command("talent", "endorse", "marie", "luce", "soudure", "--link", "colleague", "--text", text)
        waiting = command("recommendation", "list", "luce", "--waiting")
        number = str(waiting["said"][0]["id"])
        self.own("recommendation", "accept", "luce", number, "--ring", "everyone", "--reply", "Merci")
        for form in ["openbadges", "vcard", "jcard"]:
            self.texts[form] = self.own("talent", "export", "luce", "--format", form)["content"]
        request = urllib.request.Request(
            f"{self.node.origin}/actor", headers={"Accept": "application/activity+json"}
        )
        with urllib.request.urlopen(request, context=self.tls, timeout=20) as answer:
            key = json.load(answer)["publicKey"]["publicKeyPem"]
        given = {"badge": self.texts["openbadges"], "key": key, "vcard": self.texts["vcard"]}
        done = subprocess.run(
            [self.python, HERE / "peers" / "cards_reader.py"],
            input=json.dumps(given), capture_output=True, text=True, timeout=60,
        )
        if done.returncode != 0:
            raise Failed(f"they cannot be read: {done.stderr}")
        self.read = json.loads(done.stdout)

    def badge(self):
        self.prepare()
        claims = self.read["badge"]["claims"]
        expect("the key beside the signature", self.read["badge"]["isKeyOfIssuer"], True)
        expect("who says it", claims["iss"], f"{self.node.origin}/actor")
        expect("of whom", claims["sub"], f"{self.node.origin}/users/luce")
        expect("evidence", claims["evidence"][0]["narrative"],
               "Elle soude bien; vite, et proprement\n\nReply: Merci")

    def forged(self):
        expect("changed", self.read["badge"]["changedIsRefused"], True)
        expect("without a signature", self.read["badge"]["unsignedIsRefused"], True)

    def members(self):
        claims = self.read["badge"]["claims"]
        expect("what is missing", sorted(ASKED - set(claims)), [])
        achievement = claims["credentialSubject"]["achievement"]
        expect("what is missing of the achievement", sorted(OF_ACHIEVEMENT - set(achievement)), [])
        expect("types", claims["type"], ["VerifiableCredential", "OpenBadgeCredential"])
        expect("the claims that repeat it", [claims["jti"], claims["iss"], claims["sub"]],
               [claims["id"], claims["issuer"]["id"], claims["credentialSubject"]["id"]])
        aligned = [entry["targetUrl"] for entry in achievement.get("alignment", [])]
        expect("the skill", aligned, [achievement["id"]])

    def lines(self, name):
        return [[parameters, value] for found, parameters, value in self.read["card"] if found == name]

    def vcard(self):
        expect("version", self.lines("version"), [[{}, "4.0"]])
        expect("name", self.lines("fn"), [[{}, NAME]])
        expect("skills", self.lines("expertise"), [[{"index": ["1"], "level": ["expert"]}, "Soudure"]])
        [[parameters, value]] = self.lines("interest")
        expect("interest", parameters, {"index": ["1"], "level": ["high"]})
        # Of what it does not know by name vobject leaves the value as it is written.
        expect("its name", value.replace("\\,", ",").replace("\\;", ";"), SKILL)
        long = [line for line in self.texts["vcard"].split("\r\n") if len(line.encode()) > 75]
        expect("lines of more than 75 bytes", long, [])

    def jcard(self):
        kind, properties = json.loads(self.texts["jcard"])
        expect("kind", kind, "vcard")
        said = [
            [name, {key: [value] for key, value in parameters.items()}, value]
            for name, parameters, _, value in properties
        ]
        read = [
            [name, parameters, value.replace("\\,", ",").replace("\\;", ";")]
            for name, parameters, value in self.read["card"]
        ]
        expect("the same lines", sorted(said, key=str), sorted(read, key=str))
