"""Which client id each cluster gets: ids stay, the oldest survives a merge, the largest part keeps it in a split.

Steps over the views `proposed` (source, key, cluster) and `linked` (source, key, client, standing, vanished), where `client` is
the number that the link names and `standing` the number that this client has now, after all merges. A client to be minted is a
negative number: -1 for the first, in order of the smallest (source, key) of its cluster.
"""

from visavis.engine.steps import Step, step


def assigning_steps() -> list[Step]:
    """Steps that end in `assigned` (source, key, client), `merged` (former, client) and `changes` (see there)."""
    return [
        step(
            "ranked",
            "SELECT source, key, cluster, row_number() OVER (ORDER BY source NULLS FIRST, key NULLS FIRST) AS place FROM proposed",
            "proposed records in order of (source, key)",
        ),
        step(
            "parts",
            "SELECT l.standing AS client, r.cluster, count(*) AS records, "
            "sum(CASE WHEN l.vanished THEN 0 ELSE 1 END) AS staying, min(r.place) AS first FROM ranked AS r "
            "JOIN linked AS l ON r.source = l.source AND r.key = l.key GROUP BY l.standing, r.cluster",
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
            "SELECT r.cluster, -row_number() OVER (ORDER BY min(r.place) NULLS FIRST) AS client FROM ranked AS r "
            "LEFT JOIN kept AS k ON r.cluster = k.cluster WHERE k.cluster IS NULL GROUP BY r.cluster",
            "clusters that need an id of their own",
        ),
        step(
            "assigned",
            "SELECT r.source, r.key, coalesce(k.client, m.client) AS client FROM ranked AS r "
            "LEFT JOIN kept AS k ON r.cluster = k.cluster LEFT JOIN minted AS m ON r.cluster = m.cluster",
            "the client of every record",
        ),
        step(
            "changes",
            "SELECT 1 AS stage, NULL AS source, NULL AS key, client, NULL AS former FROM minted UNION ALL "
            "SELECT 2 AS stage, NULL AS source, NULL AS key, client, former FROM merged UNION ALL "
            "SELECT 3 AS stage, a.source, a.key, a.client, l.standing AS former FROM assigned AS a "
            "LEFT JOIN linked AS l ON a.source = l.source AND a.key = l.key "
            "WHERE l.key IS NULL OR l.client <> a.client OR l.vanished UNION ALL "
            "SELECT 4 AS stage, l.source, l.key, l.client, NULL AS former FROM linked AS l "
            "LEFT JOIN proposed AS p ON l.source = p.source AND l.key = p.key WHERE p.key IS NULL AND NOT l.vanished",
            "what publishing must do, in stages: 1 mint client, 2 former becomes an alias of client, 3 link (former: to whom it was), 4 mark as vanished",
        ),
    ]
