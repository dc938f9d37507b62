"""Reads a badge with PyJWT and a card with vobject, and prints what they understood.

Standard input is one JSON object: `badge`, `key` (the issuer's, as PEM), `vcard`.
"""

import json
import sys

import jwt
import vobject
from cryptography.hazmat.primitives.serialization import load_pem_public_key


def badge(token, key):
    shown = jwt.algorithms.RSAAlgorithm.from_jwk(json.dumps(jwt.get_unverified_header(token)["jwk"]))
    head, claims, signature = token.split(".")
    changed = ("B" if claims[40] == "A" else "A").join([claims[:40], claims[41:]])
    return {
        "claims": jwt.decode(token, key, algorithms=["RS256"], leeway=60),
        "isKeyOfIssuer": shown.public_numbers() == key.public_numbers(),
        "changedIsRefused": refused(f"{head}.{changed}.{signature}", key),
        "unsignedIsRefused": refused(f"{head}.{claims}.", key),
    }


def refused(token, key):
    try:
        jwt.decode(token, key, algorithms=["RS256"], leeway=60)
    except jwt.InvalidTokenError:
        return True
    return False


def card(text):
    return [
        [line.name.lower(), {name.lower(): values for name, values in line.params.items()}, line.value]
        for line in vobject.readOne(text).getChildren()
    ]


given = json.load(sys.stdin)
key = load_pem_public_key(given["key"].encode())
print(json.dumps({"badge": badge(given["badge"], key), "card": card(given["vcard"])}))
