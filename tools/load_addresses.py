"""Addresses of questions about routes to every urbanate, for every commodity that is asked for anywhere, shuffled the same way
each time."""

import json
import random
import sys


def main():
    plan, overview, scene = sys.argv[1], *(json.load(open(path)) for path in sys.argv[2:4])
    nodes = scene["nodes"]
    urbanates = [node for node, kind in zip(nodes["id"], nodes["kind"]) if kind == "urbanate"]
    commodities = [commodity["id"] for commodity in overview["commodities"] if commodity["is_demanded"]]
    addresses = [
        f"/api/v1/plans/{plan}/nodes/{urbanate}/{question}"
        for urbanate in urbanates
        for commodity in commodities
        for question in (f"supply/{commodity}?top=5", f"alternatives/{commodity}?count=5", f"route/{commodity}")
    ]
    random.Random(1).shuffle(addresses)
    print("\n".join(addresses))


main()
