"""A month of one node as it gives it to others: for tests only."""
from wire import CONTEXT, proven
from world import Node

ATELIER = Node("atelier")


def report(month, figures):
    document = {
        "@context": CONTEXT, "id": f"{ATELIER.origin}/indicators/{month}", "type": "IndicatorReport",
        "attributedTo": ATELIER.actor, "month": month, "figures": figures,
    }
    return proven(document, ATELIER.keys[0], f"{ATELIER.actor}#ed25519-key", "2026-11-04T03:00:00Z")


def documents():
    made = report("2026-10", [
        {"name": "exchangesGiven", "value": 164, "people": 25},
        {"name": "exchangesGiven", "with": "quartier.example", "value": 131, "people": 20},
        {"name": "exchangesGiven", "with": "ville.example", "hidden": "people"},
        {"name": "members", "value": 48, "people": 45},
        {"name": "ties", "with": "quartier.example", "value": 37, "people": 20},
        {"name": "tiesInside", "value": 212, "people": 40},
    ])
    return {
        "report": made,
        "sync-1-request": {"type": "IndicatorSync", "held": []},
        "sync-1-answer": {"type": "IndicatorSync", "held": ["2026-09"]},
        "sync-2-request": {"type": "IndicatorSync", "held": [], "reports": [made]},
        "sync-2-answer": {"type": "IndicatorSync", "held": ["2026-09", "2026-10"]},
    }
