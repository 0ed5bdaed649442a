-- The totals that lists of institutions print, where they differ from the sum of their own rows, or from what the survey's
-- report states of the same year. Nothing is repaired: both figures stand here, and why they differ as far as it shows.

CREATE VIEW total_differences AS
WITH stated AS (
    SELECT
        e.document, e.observation_id, e.indicator, e.fiscal_year, e.value, e.unit, e.precision, e.row_path, s.level, s.sector,
        s.partner, s.destination, s.size_class, true AS accepted
    FROM evidence e JOIN series s USING (series_id)
    WHERE s.level IN ('institution', 'listed')
), refused AS (
    SELECT DISTINCT ON (observation_id)
        document, observation_id, indicator, fiscal_year, value, unit, precision, row_path, 'institution' AS level, sector,
        partner, destination, size_class, false AS accepted
    FROM quarantine WHERE institution IS NOT NULL
), listed AS (
    SELECT
        * EXCLUDE (row_path),
        -- What the row itself says of its sector, where that word stands alone in its cell.
        list_filter(row_path, lambda heading: regexp_matches(heading, '^(国立|公立|私立)(大学)?等?$'))[1][1:2] AS printed
    FROM (FROM stated WHERE level = 'institution' UNION ALL FROM refused)
), rows AS (
    SELECT
        * EXCLUDE (printed),
        CASE printed WHEN '国立' THEN 'national' WHEN '公立' THEN 'public' WHEN '私立' THEN 'private' END AS printed_sector
    FROM listed
), totals AS (
    SELECT * FROM stated WHERE level = 'listed' AND value IS NOT NULL
), summed AS (
    SELECT
        t.observation_id,
        count(r.value) FILTER (r.accepted AND (t.sector = 'total' OR r.sector = t.sector)) AS rows_added,
        count(*) FILTER (r.accepted AND r.value IS NULL AND (t.sector = 'total' OR r.sector = t.sector)) AS rows_blank,
        count(*) FILTER (NOT r.accepted AND (t.sector = 'total' OR r.sector = t.sector)) AS rows_in_quarantine,
        coalesce(sum(r.value) FILTER (r.accepted AND (t.sector = 'total' OR r.sector = t.sector)), 0) AS accepted_sum,
        sum(r.value) FILTER (t.sector = 'total' OR r.sector = t.sector) AS whole_sum,
        sum(r.value) FILTER (t.sector = 'total' OR r.printed_sector = t.sector) AS printed_sum,
        any_value(t.precision) + sum(r.precision) AS slack
    FROM totals t JOIN rows r
        ON r.document = t.document AND r.indicator = t.indicator AND r.fiscal_year = t.fiscal_year
        AND r.partner IS NOT DISTINCT FROM t.partner AND r.destination IS NOT DISTINCT FROM t.destination
        AND r.size_class IS NOT DISTINCT FROM t.size_class
        AND (t.sector = 'total' OR t.sector IN (r.sector, r.printed_sector))
    GROUP BY t.observation_id
), against_rows AS (
    SELECT
        t.*, 'rows' AS compared_with, s.accepted_sum AS other_value, s.rows_added, s.rows_blank, s.rows_in_quarantine,
        NULL::VARCHAR AS other_observation_id,
        CASE
            WHEN abs(t.value - s.whole_sum) <= s.slack THEN 'rows_in_quarantine'
            WHEN abs(t.value - s.printed_sum) <= s.slack THEN 'sector_as_printed'
            WHEN s.rows_blank > 0 THEN 'blank_rows'
        END AS explanation
    FROM totals t JOIN summed s USING (observation_id)
    WHERE abs(t.value - s.accepted_sum) > s.slack
), against_report AS (
    SELECT
        t.*, 'report' AS compared_with, o.value AS other_value, NULL::BIGINT AS rows_added, NULL::BIGINT AS rows_blank,
        NULL::BIGINT AS rows_in_quarantine, o.observation_id AS other_observation_id, 'other_scope' AS explanation
    FROM totals t JOIN observations o
        ON o.scope = 'survey' AND o.indicator = t.indicator AND o.fiscal_year = t.fiscal_year
        AND coalesce(o.sector, 'total') = t.sector
        AND o.partner IS NOT DISTINCT FROM t.partner
        AND coalesce(o.destination, 'total') = coalesce(t.destination, 'total')
        AND coalesce(o.size_class, 'total') = coalesce(t.size_class, 'total')
    WHERE abs(t.value - o.value) > t.precision + o.precision
)
SELECT
    w.indicator, i.indicator_ja, i.indicator_en, i.domain, w.fiscal_year, w.sector, w.partner, w.destination, w.size_class,
    w.compared_with, w.value, w.other_value, w.value - w.other_value AS difference,
    (w.value - w.other_value) / nullif(abs(w.value), 0) AS relative_difference, w.unit,
    w.explanation, w.rows_added, w.rows_blank, w.rows_in_quarantine, d.source, d.edition, d.document, d.document_name,
    w.observation_id, w.other_observation_id
FROM (FROM against_rows UNION ALL FROM against_report) w
JOIN documents d USING (document)
LEFT JOIN indicators i USING (indicator)
ORDER BY d.source, d.edition, d.document, w.indicator, w.fiscal_year, w.compared_with, w.sector, w.partner, w.destination,
    w.size_class, w.observation_id;
