"""The same year of meetings as engines/acquaintance/acquaintance_benchmark.cpp, its figures by networkx: prints
the number of ties and milliseconds."""
import itertools
import time

import networkx
import numpy

draws = numpy.random.MT19937()
draws._legacy_seeding(7)  # as std::mt19937{7}
draw = lambda limit: int(draws.random_raw()) % limit
weights = {}
for _ in range(600):
    present = sorted({min(draw(400), draw(400)) for _ in range(2 + draw(14))})
    for pair in itertools.combinations(present, 2):
        weights[pair] = weights.get(pair, 0) + 1 / (len(present) - 1)
graph = networkx.Graph([pair for pair, weight in weights.items() if weight >= 0.1])
begin = time.perf_counter()
networkx.betweenness_centrality(graph)
networkx.core_number(graph)
list(networkx.articulation_points(graph)), list(networkx.bridges(graph)), list(networkx.connected_components(graph))
print(graph.number_of_edges(), 1000 * (time.perf_counter() - begin))
