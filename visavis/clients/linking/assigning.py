"""Which client id each cluster gets: ids stay, the oldest survives a merge, the largest part keeps it in a split.

Steps over the views `proposed` (source, key, cluster) and `linked` (source, key, client, standing, vanished), where `client` is
the number that the link names and `standing` the number that this client has now, after all merges. A client to be minted is a
negative number: -1 for the first, in order of the smallest (source, key) of its cluster.
"""

from visavis.engine.steps import Step, step


def assigning_steps() -> list[Step]:
    """Steps that end in `assigned` (place, source, key, client; and what linked says: former, standing, vanished), `merged`
    (former, client) and `changes` (see there). Records are told apart by their texts once, in `met`, and by numbers after that."""
    return [
        step(
            "ranked",
            "SELECT source, key, cluster, row_number() OVER (ORDER BY source NULLS FIRST, key NULLS FIRST) AS place FROM proposed",
            "proposed records in order of (source, key)",
        ),
        step(
            "gathered",
            "SELECT cluster, min(place) AS first FROM ranked GROUP BY cluster",
            "each cluster's first record",
        ),
        step(
            "met",
            "SELECT coalesce(r.source, l.source) AS source, coalesce(r.key, l.key) AS key, r.place, r.first, l.client, l.standing, "
            "l.vanished FROM (SELECT r.source, r.key, r.place, g.first FROM ranked AS r JOIN gathered AS g ON r.cluster = g.cluster) AS r "
            "FULL JOIN linked AS l ON r.source = l.source AND r.key = l.key",
            "every record that is proposed, linked or both; a cluster is called by the place of its first record",
        ),
        step(
            "parts",
            "SELECT standing AS client, first AS cluster, count(*) AS records, "
            "sum(CASE WHEN vanished THEN 0 ELSE 1 END) AS staying, min(place) AS first FROM met "
            "WHERE place IS NOT NULL AND standing IS NOT NULL GROUP BY standing, met.first",
            "how many of each client's records stand in each cluster, and how many of them never left",
        ),
        step(
            "owned",
            "SELECT client, cluster FROM (SELECT client, cluster, row_number() OVER (PARTITION BY client "
            "ORDER BY staying DESC NULLS LAST, records DESC NULLS LAST, first NULLS LAST) AS best FROM parts) AS p WHERE best = 1",
            "the cluster that keeps each client's id: the largest part (records that come back count after those that stayed), of "
            "equal ones that with the smallest (source, key)",
        ),
        step(
            "kept", "SELECT cluster, min(client) AS client FROM owned GROUP BY cluster", "the oldest id of each cluster"
        ),
        step(
            "merged",
            "SELECT o.client AS former, k.client FROM owned AS o JOIN kept AS k ON o.cluster = k.cluster "
            "WHERE o.client <> k.client",
            "ids that another one takes over",
        ),
        step(
            "minted",
            "SELECT g.first AS cluster, -row_number() OVER (ORDER BY g.first NULLS FIRST) AS client FROM gathered AS g "
            "LEFT JOIN kept AS k ON g.first = k.cluster WHERE k.cluster IS NULL",
            "clusters that need an id of their own",
        ),
        step(
            "assigned",
            "SELECT m.place, m.source, m.key, n.client, m.client AS former, m.standing, m.vanished FROM met AS m "
            "JOIN (SELECT cluster, client FROM kept UNION ALL SELECT cluster, client FROM minted) AS n ON m.first = n.cluster",
            "the client of every record",
        ),
        step(
            "changes",
            "SELECT 1 AS stage, -client AS place, NULL AS source, NULL AS key, client, NULL AS former FROM minted UNION ALL "
            "SELECT 2 AS stage, former AS place, NULL AS source, NULL AS key, client, former FROM merged UNION ALL "
            "SELECT 3 AS stage, place, source, key, client, standing AS former FROM assigned "
            "WHERE former IS NULL OR former <> client OR vanished UNION ALL "
            "SELECT 4 AS stage, row_number() OVER (ORDER BY source NULLS FIRST, key NULLS FIRST) AS place, source, key, client, "
            "NULL AS former FROM met WHERE place IS NULL AND NOT vanished",
            "what publishing must do, in stages: 1 mint client, 2 former becomes an alias of client, 3 link (former: to whom it was), "
            "4 mark as vanished; within a stage in order of place",
        ),
    ]
