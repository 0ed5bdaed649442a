-- How the layout of a new document differs from that of the one of the same source that was published last before it, as a
-- difference of heading trees. Tables are known by their title. Of a branch that came or went only its root is told.

-- How alike two headings are: one that holds the other whole (件数, 実施件数) most likely says the same.
CREATE OR REPLACE TEMP MACRO likeness(one, other) AS
    greatest(jaro_similarity(one, other), CASE WHEN contains(one, other) OR contains(other, one) THEN 0.8 ELSE 0 END);

CREATE TEMP TABLE layout_drift AS
WITH pairs AS (
    SELECT n.document, n.source, max_by(b.document, (b.known_from, b.document)) AS earlier
    FROM new_documents n JOIN new.documents b
        ON b.source = n.source AND (b.media_type = 'application/pdf') = (n.media_type = 'application/pdf')
            AND b.known_from < n.known_from
    GROUP BY n.document, n.source
), trees AS (
    SELECT document, kind, axis, timeless(coalesce(title, '')) AS title, path, position,
        list_transform(path, lambda heading: timeless(heading)) AS plain
    FROM new.headings WHERE document IN (SELECT document FROM pairs UNION ALL SELECT earlier FROM pairs)
), tables AS (
    SELECT DISTINCT document, kind, title FROM trees
), both_have AS (
    SELECT p.document, p.earlier, t.kind, t.title FROM pairs p JOIN tables t ON t.document = p.document
    INTERSECT
    SELECT p.document, p.earlier, t.kind, t.title FROM pairs p JOIN tables t ON t.document = p.earlier
), nodes AS (
    SELECT document, kind, title, axis, plain[:depth] AS node, min_by(path[:depth], position) AS path, min(position) AS position
    FROM (SELECT *, unnest(range(1, len(plain) + 1)) AS depth FROM trees) GROUP BY ALL
), now AS (
    SELECT b.document, b.earlier, n.* EXCLUDE (document), n.node[:-2] AS parent
    FROM both_have b JOIN nodes n ON n.document = b.document AND n.kind = b.kind AND n.title = b.title
), before AS (
    SELECT b.document, b.earlier, n.* EXCLUDE (document), n.node[:-2] AS parent
    FROM both_have b JOIN nodes n ON n.document = b.earlier AND n.kind = b.kind AND n.title = b.title
), came AS (
    SELECT n.* FROM now n ANTI JOIN before b USING (document, kind, title, axis, node)
    WHERE len(n.parent) = 0
        OR EXISTS (FROM before b WHERE (b.document, b.kind, b.title, b.axis, b.node) = (n.document, n.kind, n.title, n.axis, n.parent))
), went AS (
    SELECT b.* FROM before b ANTI JOIN now n USING (document, kind, title, axis, node)
    WHERE len(b.parent) = 0
        OR EXISTS (FROM now n WHERE (n.document, n.kind, n.title, n.axis, n.node) = (b.document, b.kind, b.title, b.axis, b.parent))
), alike AS (
    -- What went and what came under the same heading, each the likest of the other: most likely another name of it.
    SELECT c.document, c.kind, c.title, c.axis, c.node, w.node AS old_node, w.path AS old_path
    FROM came c JOIN went w USING (document, kind, title, axis, parent)
    WHERE likeness(c.node[-1], w.node[-1]) >= 0.7
    QUALIFY row_number() OVER (
            PARTITION BY c.document, c.kind, c.title, c.axis, c.node
            ORDER BY likeness(c.node[-1], w.node[-1]) DESC, w.position
        ) = 1
        AND row_number() OVER (
            PARTITION BY c.document, c.kind, c.title, c.axis, w.node
            ORDER BY likeness(c.node[-1], w.node[-1]) DESC, c.position
        ) = 1
), orders AS (
    SELECT n.document, n.earlier, n.kind, n.title, n.axis, min_by(n.path[:-2], n.position) AS path,
        list(n.path[-1] ORDER BY n.position) AS now_in_turn, list(n.path[-1] ORDER BY b.position) AS before_in_turn
    FROM now n JOIN before b USING (document, kind, title, axis, node)
    GROUP BY n.document, n.earlier, n.kind, n.title, n.axis, n.parent
), differences AS (
    SELECT c.document, c.earlier, c.kind, c.title, c.axis,
        CASE WHEN a.node IS NULL THEN 'new' ELSE 'renamed' END AS what,
        array_to_string(c.path, ' / ') AS heading, array_to_string(a.old_path, ' / ') AS old_heading
    FROM came c LEFT JOIN alike a USING (document, kind, title, axis, node)
    UNION ALL
    SELECT w.document, w.earlier, w.kind, w.title, w.axis, 'gone', array_to_string(w.path, ' / '), NULL
    FROM went w ANTI JOIN alike a ON (a.document, a.kind, a.title, a.axis, a.old_node) = (w.document, w.kind, w.title, w.axis, w.node)
    UNION ALL
    SELECT document, earlier, kind, title, axis, 'moved', array_to_string(path || [array_to_string(now_in_turn, ', ')], ' / '),
        array_to_string(path || [array_to_string(before_in_turn, ', ')], ' / ')
    FROM orders WHERE now_in_turn <> before_in_turn
    UNION ALL
    SELECT p.document, p.earlier, t.kind, t.title, NULL, 'new', '', NULL
    FROM pairs p JOIN tables t ON t.document = p.document
    ANTI JOIN both_have b ON (b.document, b.kind, b.title) = (p.document, t.kind, t.title)
    UNION ALL
    SELECT p.document, p.earlier, t.kind, t.title, NULL, 'gone', '', NULL
    FROM pairs p JOIN tables t ON t.document = p.earlier
    ANTI JOIN both_have b ON (b.document, b.kind, b.title) = (p.document, t.kind, t.title)
)
SELECT
    n.document_name, e.document_name AS earlier_name, d.kind, d.title, d.axis, d.what, d.heading, d.old_heading
FROM differences d JOIN new.documents n ON n.document = d.document JOIN new.documents e ON e.document = d.earlier
ORDER BY ALL;
