"""Solves an MPS file with HiGHS and prints one JSON object: status, objective_gj, columns, rows, seconds."""

import json
import sys
import time

import highspy


def main() -> None:
    path = sys.argv[1]
    solver = sys.argv[2] if len(sys.argv) > 2 else "ipx"
    highs = highspy.Highs()
    highs.setOptionValue("log_to_console", False)
    highs.setOptionValue("solver", solver)
    # Amounts run to 1e10 units in the file: let HiGHS count in units of 2^14.
    highs.setOptionValue("user_bound_scale", -14)
    if highs.readModel(path) == highspy.HighsStatus.kError:
        sys.exit(f"HiGHS cannot read {path}")
    started = time.process_time()
    highs.run()
    info = highs.getInfo()
    result = {
        "status": highs.modelStatusToString(highs.getModelStatus()),
        "objective_gj": info.objective_function_value,
        "columns": highs.getNumCol(),
        "rows": highs.getNumRow(),
        "cpu_seconds": round(time.process_time() - started, 2),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
