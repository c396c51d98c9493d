"""Runs the SQL of docs/check-by-hand.md, in order and in one session, on a plan folder and the tables it was made from.

Every example ends in rows with a column `holds`. The first that does not hold, has no rows or fails ends it, named by its heading.
Afterwards the plan's tables are written anew by DuckDB into a folder given third, as someone may do who keeps plans elsewhere.
"""

import shutil
import sys
from pathlib import Path

import duckdb
from examples import examples

PAGE = Path(__file__).resolve().parent.parent / "docs" / "check-by-hand.md"


def run(session, heading, code):
    answer = session.sql(code)
    rows, names = answer.fetchall(), answer.columns
    print(f"== {heading}", flush=True)
    for row in rows:
        print("   " + ", ".join(f"{name} {value}" for name, value in zip(names, row)))
    place = names.index("holds")
    if not rows or not all(row[place] is True for row in rows):
        sys.exit(f"{PAGE.name}: {heading}: does not hold")


def write_anew(session, plan, out):
    """The same rows in another order, with another codec and other row groups."""
    out.mkdir()
    for file in sorted(plan.glob("*.parquet")):
        source = f"(select * from read_parquet('{file}') order by hash(columns(*)))"
        session.execute(f"copy {source} to '{out / file.name}' (format parquet, codec 'zstd', row_group_size 2048)")
    shutil.copy(plan / "certificate.json", out)


def main():
    plan, data = Path(sys.argv[1]), Path(sys.argv[2])
    session = duckdb.connect()
    session.execute(f"set variable plan = '{plan}'")
    session.execute(f"set variable data = '{data}'")
    count = 0
    for heading, code in examples(PAGE, "sql"):
        run(session, heading, code)
        count += 1
    if count == 0:
        sys.exit(f"{PAGE} has no examples")
    if len(sys.argv) > 3:
        write_anew(session, plan, Path(sys.argv[3]))


main()
