"""200 random cases: scipy's linear program finds as many wishes and as good ranks, never better ones."""
import subprocess
import sys

import numpy
from scipy.optimize import linprog

failures = cases = 0
for line in subprocess.run([sys.argv[1]], capture_output=True, text=True, check=True).stdout.splitlines():
    seats_text, people_text, placed_text = line.split("|")
    seats = [int(one) for one in seats_text.split()]
    # Every person is followed by one blank; without wishes nothing stands before it.
    people = [[int(wish) for wish in one.split(",") if wish] for one in people_text.split(" ")[:-1]]
    ours = [int(one) for one in placed_text.split() if one != "-"]
    cases += 1
    arcs = [(person, room, rank) for person, wishes in enumerate(people) for rank, room in enumerate(wishes)]
    without = 3 * len(people) + 1
    best = 0
    if arcs:
        limits = numpy.zeros((len(people) + len(seats), len(arcs)))
        for column, (person, room, _) in enumerate(arcs):
            limits[person, column] = limits[len(people) + room, column] = 1
        solved = linprog([rank - without for _, _, rank in arcs], A_ub=limits, b_ub=[1] * len(people) + seats,
                         bounds=(0, 1), method="highs")
        best = round(solved.fun)
    got = sum(ours) - without * len(ours)
    if got != best:
        failures += 1
        print(f"case {cases}: ours {got}, best {best}")
print(f"assignment judges: {cases} cases, {failures} differ")
sys.exit(1 if failures or cases != 200 else 0)
