-- How the layout of a new document differs from that of the one of the same source that was published last before it, as a
-- difference of heading trees. Tables are known by their title. Of a branch that came or went only its root is told; of columns
-- that changed their unit alike and end in the same heading, one.

-- How alike two headings are: one that holds the other whole (件数, 実施件数) most likely says the same.
CREATE OR REPLACE TEMP MACRO likeness(one, other) AS
    greatest(jaro_similarity(one, other), CASE WHEN contains(one, other) OR contains(other, one) THEN 0.8 ELSE 0 END);

-- A unit in brackets behind a heading is no part of it: another one there is another unit, not another heading.
CREATE OR REPLACE TEMP MACRO unitless(heading, unit) AS CASE
    WHEN unit IS NULL OR unit = '' THEN heading
    ELSE regexp_replace(heading, '[（(［\[]\s*' || replace(regexp_escape(unit), '\%', '[%％]') || '\s*[）)］\]]$', '')
END;

CREATE TEMP TABLE layout_drift AS
WITH pairs AS (
    SELECT n.document, n.source, max_by(b.document, (b.known_from, b.document)) AS earlier
    FROM new_documents n JOIN new.documents b
        ON b.source = n.source AND (b.media_type = 'application/pdf') = (n.media_type = 'application/pdf')
            AND b.known_from < n.known_from
    GROUP BY n.document, n.source
), trees AS (
    SELECT document, kind, axis, timeless(coalesce(title, '')) AS title, path, position, printed_unit,
        list_transform(path, lambda heading: timeless(unitless(heading, printed_unit))) AS plain
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
), units AS (
    -- The one unit under each whole heading, of the earlier document also under what it is called now.
    SELECT t.document, t.kind, t.title, t.axis, t.plain, any_value(t.printed_unit) AS unit, min_by(t.path, t.position) AS path
    FROM trees t GROUP BY ALL HAVING count(DISTINCT t.printed_unit) = 1
), units_before AS (
    SELECT p.document, u.kind, u.title, u.axis, u.unit,
        CASE WHEN a.node IS NULL THEN u.plain ELSE a.node || u.plain[len(a.old_node) + 1:] END AS plain
    FROM units u JOIN pairs p ON p.earlier = u.document
    LEFT JOIN alike a ON (a.document, a.kind, a.title, a.axis) = (p.document, u.kind, u.title, u.axis)
        AND u.plain[:len(a.old_node)] = a.old_node
), other_units AS (
    SELECT n.document, p.earlier, n.kind, n.title, n.axis, b.unit AS old_unit, n.unit,
        unitless(
            CASE WHEN count(*) = 1 THEN array_to_string(any_value(n.path), ' / ') ELSE '… / ' || any_value(n.path[-1]) END, n.unit
        ) AS heading
    FROM units n JOIN pairs p USING (document) JOIN units_before b USING (document, kind, title, axis, plain)
    WHERE n.unit <> b.unit
    GROUP BY n.document, p.earlier, n.kind, n.title, n.axis, b.unit, n.unit, n.plain[-1]
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
    -- What all columns say of a row is said of the columns.
    SELECT u.document, u.earlier, u.kind, u.title, u.axis, 'unit', u.heading || '（' || u.unit || '）', u.heading || '（' || u.old_unit || '）'
    FROM other_units u
    WHERE u.axis = 'column' OR NOT EXISTS (
        FROM other_units c
        WHERE c.axis = 'column' AND (c.document, c.kind, c.title, c.old_unit, c.unit) = (u.document, u.kind, u.title, u.old_unit, u.unit)
    )
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
