#!/usr/bin/env python3
"""Plans per hour of `planner batch` against a plain loop over `planner plan` on the same inputs, by CPU time.

    tools/batch_against_loop.py BATCH.toml OUT [--planner FILE] [--method METHOD]

Makes the batch with one thread into OUT/batch, writes the config and the policies of every plan of it, as their certificates
state them, into OUT/loop, and plans them one by one with `planner plan --threads 1`. METHOD is that of the loop; the batch's
own when it is left out. Prints JSON: CPU and wall seconds and plans per hour of both, the ratio, and the largest relative
difference of objectives, which must be within the gap that was asked.
"""

import argparse
import json
import pathlib
import resource
import subprocess
import time


def toml(value):
    """A JSON value as TOML; nulls are left out by the caller."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(k)} = {toml(v)}" for k, v in value.items() if v is not None) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(toml(v) for v in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def write_toml(path, table):
    path.write_text("".join(f"{k} = {toml(v)}\n" for k, v in table.items() if v not in (None, [], {})))


def measured(command):
    """CPU seconds of a command and its own children, wall seconds."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.monotonic() - began


def write_inputs(plan, folder):
    """The config of one plan, and its policies, as its certificate states them."""
    certificate = json.loads((plan / "certificate.json").read_text())
    folder.mkdir(parents=True)
    names = []
    for at, policy in enumerate(certificate["policies"]):
        names.append(f"policy-{at}.toml")
        write_toml(folder / names[-1], policy)
    config = certificate["config"] | {"data": str((plan / certificate["data"]).resolve()), "policies": names}
    write_toml(folder / "run.toml", config)
    return certificate


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("batch", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--planner", default="target/release/planner")
    parser.add_argument("--method", choices=["whole", "decomposed", "auto"])
    given = parser.parse_args()
    folder = given.out / "batch"
    batch_cpu, batch_wall = measured([given.planner, "batch", given.batch, "--out", folder, "--threads", "1"])
    rows = [json.loads(line) for line in (folder / "batch.jsonl").read_text().splitlines()[1:]]
    rows = [row for row in rows if row["status"] in ("optimal", "feasible")]
    loop_cpu = loop_wall = apart = 0.0
    for row in rows:
        inputs = given.out / "loop" / row["id"]
        write_inputs(folder / row["plan"], inputs)
        method = ["--method", given.method] if given.method else []
        plan = inputs / "plan"
        cpu, wall = measured([given.planner, "plan", inputs / "run.toml", "--threads", "1", "--out", plan, *method])
        loop_cpu, loop_wall = loop_cpu + cpu, loop_wall + wall
        objective = json.loads((plan / "certificate.json").read_text())["objective_gj"]
        apart = max(apart, abs(objective - row["objective_gj"]) / max(abs(objective), 1e-300))
    per_hour = lambda seconds: round(3600 * len(rows) / seconds)
    print(json.dumps({
        "plans": len(rows),
        "batch": {"cpu_s": round(batch_cpu, 2), "wall_s": round(batch_wall, 2), "plans_per_cpu_hour": per_hour(batch_cpu)},
        "loop": {"cpu_s": round(loop_cpu, 2), "wall_s": round(loop_wall, 2), "plans_per_cpu_hour": per_hour(loop_cpu)},
        "cpu_ratio": round(loop_cpu / batch_cpu, 2),
        "wall_ratio": round(loop_wall / batch_wall, 2),
        "largest_relative_difference_of_objectives": apart,
    }, indent=2))


if __name__ == "__main__":
    main()
