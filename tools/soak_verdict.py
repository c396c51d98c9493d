"""Reads the samples of tools/soak.sh and says whether anything grew; exit code 1 when it did.

The first fifth of the time is for warming up; then the second fifth is compared with the last.
"""

import csv
import statistics
import sys

# Column, part and amount by which the median of the last fifth may be above that of the second.
BOUNDS = [("server_rss_kb", 0.05, 8192), ("server_files", 0.0, 16), ("server_threads", 0.0, 2)]


def main():
    # The heading may come with the samples or not.
    names = ["second", "server_rss_kb", "server_files", "server_threads", "planner_processes", "batches"]
    rows = [row for row in csv.DictReader(sys.stdin, fieldnames=names) if row["second"].isdigit()]
    if len(rows) < 20:
        sys.exit(f"{len(rows)} samples are too few to tell")
    fifth = len(rows) // 5
    has_grown = False
    for column, part, amount in BOUNDS:
        early, late = (
            statistics.median(int(row[column]) for row in some) for some in (rows[fifth : 2 * fifth], rows[-fifth:])
        )
        allowed = early * (1 + part) + amount
        has_grown |= late > allowed
        print(f"{column}: {early:.0f} in the second fifth, {late:.0f} in the last, at most {allowed:.0f} allowed")
    print(f"{rows[-1]['batches']} batches in {rows[-1]['second']} s, at most {max(int(r['planner_processes']) for r in rows)} of their processes at once")
    if int(rows[-1]["batches"]) == 0:
        sys.exit("no batch was made")
    sys.exit("something grows" if has_grown else 0)


main()
