"""Runs the SQL of docs/check-by-hand.md, in order and in one session, on a plan folder and the tables it was made from.

Every example ends in rows with a column `holds`. The first that does not hold, has no rows or fails ends it, named by its heading.
Then copies of the plan are spoilt, each in one way, and each has to be found out by some example.
Afterwards the plan's tables are written anew by DuckDB into a folder given third, as someone may do who keeps plans elsewhere.
"""

import shutil
import sys
import tempfile
from pathlib import Path

import duckdb
from examples import examples

PAGE = Path(__file__).resolve().parent.parent / "docs" / "check-by-hand.md"


# What is spoilt: table, and its rows as they are then.
SPOILT = {
    "all steel moved a hundredth more": ("flows", "select * replace (if(commodity = 'steel', amount * 1.01, amount) as amount) from rows"),
    "a row twice": ("flows", "select * from rows union all (from rows limit 1)"),
    "an amount below zero": ("flows", "select * replace (if(rowid = 0, -amount, amount) as amount) from rows"),
    "another period": ("flows", "select * replace ('nonsense' as period) from rows"),
    "the wrong direction": ("flows", "select * replace (to_node as from_node, from_node as to_node) from rows"),
    "a site that forgot to run": ("production", "from rows where activity < (select max(activity) from rows)"),
    "crude oil spilled where there is none": (
        "spills",
        "from rows union all by name select (select min(period) from flows) as period, 'chicago-il' as node, 'crude_oil' as commodity, 64.0 as amount",
    ),
    "prices of what is asked a thousandth higher": (
        "prices",
        "select * replace (if(kind = 'balance', price_gj * 1.001, price_gj) as price_gj) from rows",
    ),
    "a posting left out": ("ledger", "from rows where abs(energy_gj) < (select max(abs(energy_gj)) from rows)"),
}


def run(session, code):
    """Rows, names of columns, and whether every row holds."""
    answer = session.sql(code)
    rows, names = answer.fetchall(), answer.columns
    place = names.index("holds")
    return rows, names, bool(rows) and all(row[place] is True for row in rows)


def check(session, plan):
    session.execute(f"set variable plan = '{plan}'")
    count = 0
    for heading, code in examples(PAGE, "sql"):
        rows, names, holds = run(session, code)
        print(f"== {heading}", flush=True)
        for row in rows:
            print("   " + ", ".join(f"{name} {value}" for name, value in zip(names, row)))
        if not holds:
            sys.exit(f"{PAGE.name}: {heading}: does not hold")
        count += 1
    if count == 0:
        sys.exit(f"{PAGE} has no examples")


def first_fault(session, plan):
    """The heading of the first example that a plan does not hold; none when all do."""
    session.execute(f"set variable plan = '{plan}'")
    for heading, code in examples(PAGE, "sql"):
        if not run(session, code)[2]:
            return heading
    return None


def spoil(session, plan):
    for what, (table, rows) in SPOILT.items():
        with tempfile.TemporaryDirectory() as folder:
            spoilt = Path(folder) / "plan"
            shutil.copytree(plan, spoilt, ignore=shutil.ignore_patterns("*.arrow", "*.html"))
            file = spoilt / f"{table}.parquet"
            session.execute("create or replace table rows as from read_parquet(?)", [str(plan / file.name)])
            session.execute(f"copy ({rows}) to '{file}' (format parquet)")
            fault = first_fault(session, spoilt)
        if fault is None:
            sys.exit(f"{PAGE.name}: {what}: not found out")
        print(f"== {what}: found out by \"{fault}\"", flush=True)


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
    session.execute(f"set variable data = '{data}'")
    check(session, plan)
    spoil(session, plan)
    if len(sys.argv) > 3:
        write_anew(session, plan, Path(sys.argv[3]))


main()
