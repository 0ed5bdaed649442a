-- What the release `new` changed against the release `old`. `size` scores a difference: large from 15 %, middle from 1 %.

CREATE TEMP MACRO size_of(before, after) AS CASE
    WHEN before = after THEN 'small'
    WHEN before = 0 OR abs(after - before) >= 0.15 * abs(before) THEN 'large'
    WHEN abs(after - before) >= 0.01 * abs(before) THEN 'middle'
    ELSE 'small'
END;

-- Headings of two editions compare without what differs from year to year: figures, eras and white space.
CREATE TEMP MACRO timeless(heading) AS regexp_replace(regexp_replace(regexp_replace(
    heading, '\s+', '', 'g'), '(明治|大正|昭和|平成|令和)(元|[0-9０-９]+)', '#', 'g'), '[0-9０-９]+', '#', 'g');

CREATE TEMP VIEW new_documents AS
    SELECT n.* FROM new.documents n ANTI JOIN old.documents o USING (document);

CREATE TEMP VIEW gone_documents AS
    SELECT o.* FROM old.documents o ANTI JOIN new.documents n USING (document);

CREATE TEMP VIEW old_figures AS
    SELECT series_id, fiscal_year, indicator, value, precision, unit, edition, document, observation_id FROM old.observations;
CREATE TEMP VIEW new_figures AS
    SELECT series_id, fiscal_year, indicator, value, precision, unit, edition, document, observation_id, indicator_ja
    FROM new.observations;

CREATE TEMP TABLE added AS
SELECT n.indicator, n.fiscal_year, n.edition, count(*) AS figures
FROM new_figures n ANTI JOIN old_figures o USING (series_id, fiscal_year)
GROUP BY ALL ORDER BY ALL;

-- A figure differs where the two do not stand for the same after rounding. Where no document came or went for it, it is
-- our reading that changed.
CREATE TEMP TABLE restated AS
SELECT
    series_id, fiscal_year, n.indicator, n.unit, o.value AS old_value, n.value AS new_value,
    n.value - o.value AS difference, (n.value - o.value) / nullif(abs(o.value), 0) AS relative_difference,
    CASE WHEN o.value IS NULL OR n.value IS NULL THEN 'large' ELSE size_of(o.value, n.value) END AS size,
    CASE
        WHEN d.document IS NOT NULL THEN 'new_document'
        WHEN g.document IS NOT NULL THEN 'document_gone'
        ELSE 'read_otherwise'
    END AS because,
    o.edition AS old_edition, n.edition AS new_edition,
    o.observation_id AS old_observation_id, n.observation_id AS new_observation_id
FROM new_figures n JOIN old_figures o USING (series_id, fiscal_year)
LEFT JOIN new_documents d ON d.document = n.document
LEFT JOIN gone_documents g ON g.document = o.document
WHERE n.value IS DISTINCT FROM o.value
    AND coalesce(abs(n.value - o.value) >= (n.precision + o.precision) * (1 - 1e-6), true)
ORDER BY CASE size WHEN 'large' THEN 0 WHEN 'middle' THEN 1 ELSE 2 END, abs(relative_difference) DESC, series_id, fiscal_year;

-- What is now known to have been told otherwise before, or later: also by an earlier edition that came late, which changes no
-- current figure.
CREATE TEMP TABLE restatements_found AS
SELECT
    size_of(n.old_value, n.new_value) AS size, n.series_id, n.fiscal_year, n.indicator, n.unit, n.old_value, n.new_value,
    n.difference, n.relative_difference, n.old_edition, n.new_edition, n.cause_ja, n.cause_en, n.old_observation_id,
    n.new_observation_id
FROM new.restatements n
ANTI JOIN old.restatements o USING (series_id, fiscal_year, old_value, new_value)
ORDER BY CASE size WHEN 'large' THEN 0 WHEN 'middle' THEN 1 ELSE 2 END, abs(n.relative_difference) DESC, n.series_id,
    n.fiscal_year, n.new_edition, n.cause_en;

CREATE TEMP TABLE vanished AS
SELECT o.series_id, o.fiscal_year, o.indicator, o.value, o.unit, o.edition, d.document_name, o.observation_id
FROM old_figures o ANTI JOIN new_figures n USING (series_id, fiscal_year)
LEFT JOIN old.documents d ON d.document = o.document
ORDER BY o.series_id, o.fiscal_year;

CREATE TEMP TABLE series_begun AS
SELECT n.series_id, n.indicator, n.first_year, n.last_year, n.years
FROM new.series n ANTI JOIN old.series o USING (series_id) ORDER BY n.series_id;

CREATE TEMP TABLE series_ended AS
SELECT o.series_id, o.indicator, o.first_year, o.last_year, o.years
FROM old.series o ANTI JOIN new.series n USING (series_id) ORDER BY o.series_id;

CREATE TEMP TABLE documents_added AS
SELECT document_name, source, edition, published, observations, refused, document
FROM new_documents ORDER BY source NULLS LAST, edition, document_name, document;

CREATE TEMP TABLE documents_gone AS
SELECT document_name, source, edition, published, document
FROM gone_documents ORDER BY source NULLS LAST, edition, document_name, document;

-- Documents that were there before and are read otherwise now, where that moved a cell.
CREATE TEMP TABLE documents_read_otherwise AS
WITH before AS (
    SELECT document, sum(numeric_cells) AS cells, sum(observation) AS observation, sum(unmapped) AS unmapped,
        sum(quarantine) AS quarantine FROM old.coverage GROUP BY document
), after AS (
    SELECT document, sum(numeric_cells) AS cells, sum(observation) AS observation, sum(unmapped) AS unmapped,
        sum(quarantine) AS quarantine FROM new.coverage GROUP BY document
)
SELECT
    d.document_name, b.cells AS old_cells, a.cells AS new_cells, b.observation AS old_observations,
    a.observation AS new_observations, b.quarantine AS old_quarantine, a.quarantine AS new_quarantine,
    b.unmapped AS old_unmapped, a.unmapped AS new_unmapped
FROM after a JOIN before b USING (document) JOIN new.documents d USING (document)
WHERE (a.cells, a.observation, a.quarantine, a.unmapped) IS DISTINCT FROM (b.cells, b.observation, b.quarantine, b.unmapped)
ORDER BY d.document_name, document;

-- A figure that became no observation (a printed change or share) may break a proof too: figures are known by their place.
CREATE TEMP TABLE proofs_failed AS
SELECT DISTINCT
    CASE WHEN p.expected IS NULL OR p.actual IS NULL THEN 'large' ELSE size_of(p.expected, p.actual) END AS size,
    p.observation_id, e.series_id, e.fiscal_year, p.figure, p.proof, p.expected, p.actual, p.detail
FROM new.proofs p
ANTI JOIN (SELECT figure, proof FROM old.proofs WHERE NOT passed) o ON o.figure = p.figure AND o.proof = p.proof
LEFT JOIN new.evidence e ON e.observation_id = p.observation_id
WHERE NOT p.passed
ORDER BY CASE size WHEN 'large' THEN 0 WHEN 'middle' THEN 1 ELSE 2 END, figure, proof, expected, actual, detail;

-- Totals that are found to differ from the sum of their rows, or from the survey's report, with the reason as far as it shows.
CREATE TEMP TABLE totals_differ AS
SELECT
    n.document_name, coalesce(n.indicator_ja, n.indicator) AS indicator, n.fiscal_year, n.sector, n.compared_with, n.value,
    n.other_value, n.difference, n.unit, n.explanation, n.told_ja, n.told_en, n.observation_id
FROM new.total_differences n
ANTI JOIN old.total_differences o
    ON o.observation_id = n.observation_id AND o.compared_with = n.compared_with AND o.other_value = n.other_value
        AND o.explanation IS NOT DISTINCT FROM n.explanation
ORDER BY n.explanation IS NOT NULL, abs(n.relative_difference) DESC, n.observation_id, n.compared_with, n.other_value;
