"""Cases that fail and are known to, as docs/interop.md lists them.

Each has words that its failure has to contain, and the reason. A listed case has to fail so: when
the fault is mended, the run says so and wants the line removed here.
"""

KNOWN = {
    ("apkit", "RFC 9421 by apsig", "in"): (
        "the signature does not cover @target-uri",
        "apsig 0.6.0 signs neither the target URI nor the digest of the body by RFC 9421",
    ),
}
