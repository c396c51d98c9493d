"""Solves a linear program with OR-Tools and prints one JSON object.

The program is a folder with two Arrow IPC files. `columns.arrow` holds `cost`, `lower` and `upper` of each column;
`rows.arrow` holds `equal`, `right_hand_side`, `entry_columns` and `entry_values` of each row. A row is `a x = b` where
`equal` is true and `a x <= b` elsewhere; the cost is minimised.

Printed: `status` (the solver's word), `finished` (whether the solver says that the accuracy was reached), `objective`,
`worst_violation`, `iterations` (null where the solver does not say), `load_cpu_seconds` (start of Python, imports,
reading, handing over to the solver), `solve_cpu_seconds`, `peak_memory_mb`. CPU is user and system time of all threads.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import pathlib
import resource
import time
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import scipy.sparse as sp


@dataclasses.dataclass(frozen=True)
class Program:
    """`minimise cost x` with `row_lower <= matrix x <= row_upper` and `lower <= x <= upper`."""

    cost: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    row_lower: np.ndarray
    row_upper: np.ndarray
    matrix: sp.csr_matrix


@dataclasses.dataclass(frozen=True)
class Answer:
    """What a solver gave: its own word, whether it reached the accuracy, its point if there is one."""

    status: str
    finished: bool
    point: np.ndarray | None
    iterations: int | None


def read_table(path: pathlib.Path) -> pa.Table:
    """One Arrow IPC file, as one chunk."""
    with pa.memory_map(str(path)) as source:
        return pa.ipc.open_file(source).read_all().combine_chunks()


def flat(table: pa.Table, name: str) -> pa.ListArray:
    """A column of lists as one array."""
    column = table.column(name)
    return column.chunk(0) if column.num_chunks else pa.array([], column.type)


def read_program(folder: pathlib.Path) -> Program:
    """Reads the two files of a program."""
    columns, rows = read_table(folder / "columns.arrow"), read_table(folder / "rows.arrow")
    right = rows.column("right_hand_side").to_numpy()
    equal = rows.column("equal").to_numpy()
    indices, values = flat(rows, "entry_columns"), flat(rows, "entry_values")
    starts = indices.offsets.to_numpy()
    shape = (rows.num_rows, columns.num_rows)
    entries = (values.flatten().to_numpy(), indices.flatten().to_numpy().astype(np.int32), starts - starts[0])
    return Program(
        cost=columns.column("cost").to_numpy(),
        lower=columns.column("lower").to_numpy(),
        upper=columns.column("upper").to_numpy(),
        row_lower=np.where(equal, right, -np.inf),
        row_upper=right,
        matrix=sp.csr_matrix(entries, shape=shape),
    )


def pdlp_solver(program: Program, accuracy: float, threads: int) -> Callable[[], Answer]:
    """PDLP, ended when its residuals and its gap are within `accuracy`, relative and absolute."""
    from ortools.pdlp import solve_log_pb2, solvers_pb2
    from ortools.pdlp.python import pdlp

    quadratic = pdlp.QuadraticProgram()
    quadratic.objective_vector = program.cost
    quadratic.constraint_matrix = program.matrix.tocsc()
    quadratic.constraint_lower_bounds = program.row_lower
    quadratic.constraint_upper_bounds = program.row_upper
    quadratic.variable_lower_bounds = program.lower
    quadratic.variable_upper_bounds = program.upper
    parameters = solvers_pb2.PrimalDualHybridGradientParams()
    parameters.num_threads = threads
    criteria = parameters.termination_criteria.simple_optimality_criteria
    criteria.eps_optimal_absolute = accuracy
    criteria.eps_optimal_relative = accuracy

    def solve() -> Answer:
        result = pdlp.primal_dual_hybrid_gradient(quadratic, parameters)
        reason = solve_log_pb2.TerminationReason.Name(result.solve_log.termination_reason)
        word = reason.removeprefix("TERMINATION_REASON_").lower().replace("_", " ")
        point = np.asarray(result.primal_solution)
        return Answer(word, word == "optimal", point, result.solve_log.iteration_count)

    return solve


def glop_solver(program: Program) -> Callable[[], Answer]:
    """GLOP with its own defaults; it uses one thread and does not tell its iterations."""
    from ortools.linear_solver.python import model_builder_helper

    # OR-Tools takes only arrays that it could write to; those read from a file are not.
    matrix = program.matrix.copy()
    lower, upper, cost, row_lower, row_upper = (
        np.array(values)
        for values in (program.lower, program.upper, program.cost, program.row_lower, program.row_upper)
    )
    model = model_builder_helper.ModelBuilderHelper()
    model.fill_model_from_sparse_data(lower, upper, cost, row_lower, row_upper, matrix)
    solver = model_builder_helper.ModelSolverHelper("GLOP")

    def solve() -> Answer:
        solver.solve(model)
        word = solver.status().name.lower()
        point = np.asarray(solver.variable_values()) if solver.has_solution() else None
        return Answer(word, word == "optimal", point, None)

    return solve


def worst_violation(program: Program, point: np.ndarray) -> float:
    """The largest amount by which a row or bound is broken, relative to the sizes of its terms (at least 1)."""

    def over(excess: np.ndarray, size: np.ndarray) -> float:
        return float(np.max(excess / np.maximum(size, 1.0), initial=0.0))

    activity = program.matrix @ point
    size = abs(program.matrix) @ np.abs(point) + np.abs(program.row_upper)
    return max(
        over(program.row_lower - activity, size),
        over(activity - program.row_upper, size),
        over(program.lower - point, np.abs(point)),
        over(point - program.upper, np.abs(point)),
    )


def peak_memory_mb() -> float:
    """Peak resident memory of this process, MB; from the kernel's account of this program alone where there is one."""
    try:
        for line in pathlib.Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024.0
    except OSError:
        pass
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=pathlib.Path, help="folder with columns.arrow and rows.arrow")
    parser.add_argument("--solver", choices=["pdlp", "glop"], required=True)
    parser.add_argument("--accuracy", type=float, default=1e-6, help="PDLP's termination; GLOP takes none")
    parser.add_argument("--threads", type=int, default=1, help="threads PDLP may use")
    return parser.parse_args()


def main() -> None:
    """Loads, solves, prints."""
    asked = arguments()
    program = read_program(asked.program)
    if asked.solver == "pdlp":
        solve = pdlp_solver(program, asked.accuracy, asked.threads)
    else:
        solve = glop_solver(program)
    loaded = time.process_time()
    answer = solve()
    solved = time.process_time()
    point = answer.point if answer.point is not None and answer.point.size == program.cost.size else None
    result = {
        "status": answer.status,
        "finished": answer.finished,
        "objective": None if point is None else float(program.cost @ point),
        "worst_violation": None if point is None else worst_violation(program, point),
        "iterations": answer.iterations,
        "load_cpu_seconds": loaded,
        "solve_cpu_seconds": solved - loaded,
        "peak_memory_mb": peak_memory_mb(),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
