"""Compares the objective in a certificate with the one HiGHS found on the exported program: equal to 1e-6."""

import json
import sys

certificate, highs = (json.load(open(path)) for path in sys.argv[1:3])
ours, theirs = certificate["objective_gj"], highs["objective_gj"]
difference = abs(ours - theirs) / abs(theirs)
print(f"planner {ours:.9e} GJ, HiGHS {theirs:.9e} GJ ({highs['status']}), difference {difference:.1e}")
if highs["status"] != "Optimal" or not difference <= 1e-6:
    sys.exit("the objectives differ")
