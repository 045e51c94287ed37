"""200 random cases of who was at which meeting: networkx finds the same ties and figures."""
import itertools
import json
import subprocess
import sys

import networkx
from networkx.algorithms import bipartite

EXACT = 1e-9


def same(ours, theirs):
    return len(ours) == len(theirs) and all(abs(a - b) <= EXACT for a, b in zip(ours, theirs))


def judge(case):
    names, sectors = case["organizations"], case["sectors"]
    sizes = {}
    for organization, meeting in case["presences"]:
        sizes.setdefault(meeting, set()).add(organization)
    both = networkx.Graph()
    both.add_nodes_from(names, bipartite=0)
    both.add_edges_from((one, meeting) for meeting, present in sizes.items() if len(present) <= case["plenary_above"]
                        for one in present)
    graph = bipartite.collaboration_weighted_projected_graph(both, names)
    number = {name: index for index, name in enumerate(names)}
    ties = sorted((*sorted((number[a], number[b])), weight) for a, b, weight in graph.edges(data="weight"))
    yield "ties", [t[:2] for t in case["ties"]] == [list(t[:2]) for t in ties] and same([t[2] for t in case["ties"]], [t[2] for t in ties])
    yield "density", same([case["density"]], [networkx.density(graph)])
    yield "mean degree", same([case["mean_degree"]], [2 * graph.number_of_edges() / len(names)])
    yield "degree", case["degree"] == [graph.degree(name) for name in names]
    yield "strength", same(case["strength"], [graph.degree(name, weight="weight") for name in names])
    parts = [{number[name] for name in part} for part in networkx.connected_components(graph)]
    yield "components", case["components"] == len(parts) and all(
        {i for i, part in enumerate(case["component"]) if part == ours} in parts for ours in set(case["component"]))
    central = networkx.betweenness_centrality(graph)
    yield "betweenness", same(case["betweenness"], [central[name] for name in names])
    cores = networkx.core_number(graph)
    yield "core", case["core"] == [cores[name] for name in names]
    joints = {number[name] for name in networkx.articulation_points(graph)}
    yield "articulation", {i for i, one in enumerate(case["articulation"]) if one} == joints
    yield "bridges", case["bridges"] == sorted(sorted((number[a], number[b])) for a, b in networkx.bridges(graph))
    networkx.set_node_attributes(graph, dict(zip(names, sectors)), "sector")
    mixing = networkx.attribute_mixing_dict(graph, "sector")
    # networkx counts a tie within a group from both ends.
    theirs = [[mixing.get(a, {}).get(b, 0) // (2 if a == b else 1) for b in case["groups"]] for a in case["groups"]]
    yield "mixing", case["tied"] == theirs
    inside = sum(theirs[i][i] for i in range(len(theirs)))
    outside = graph.number_of_edges() - inside
    expected = (outside - inside) / (outside + inside) if outside + inside else None
    yield "E-I index", (case["index"] is None) == (expected is None) and (expected is None or same([case["index"]], [expected]))
    pairs = {}
    for a, b in itertools.combinations(range(len(names)), 2):
        common = len(list(networkx.common_neighbors(graph, names[a], names[b])))
        if common >= 2 and not graph.has_edge(names[a], names[b]):
            pairs[a, b] = common
    yield "introductions", {(a, b): common for a, b, common in case["common"]} == pairs


failures = cases = ties = 0
for line in subprocess.run([sys.argv[1]], capture_output=True, text=True, check=True).stdout.splitlines():
    case = json.loads(line)
    cases += 1
    ties += len(case["ties"])
    for what, right in judge(case):
        if not right:
            failures += 1
            print(f"case {cases}: {what} differs")
print(f"acquaintance judges: {cases} cases with {ties} ties, {failures} differ")
sys.exit(1 if failures or cases != 200 or ties < 1000 else 0)
