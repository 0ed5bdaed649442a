-- From staged files to the release's tables, documents first; the evidence is there. The views staged_* stand for the files of
-- all staged documents; the tables given_* for the registries and for what the ledger and staging say of each document.

CREATE TABLE documents AS
WITH data AS (
    SELECT document, max(fiscal_year) AS last_year, count(*) AS observations
    FROM staged_observations GROUP BY document
)
SELECT
    g.document, g.document_name, g.media_type, g.pages, g.source, g.edition, g.published,
    -- A figure was known no earlier than the latest day that the print allows. Without a printed date a survey of a year
    -- is taken to be out by the end of the fiscal year after it.
    coalesce(g.published_day, make_date(coalesce(g.edition_year, d.last_year) + 2, 3, 31)) AS known_from,
    CASE
        WHEN g.published_day IS NOT NULL THEN g.published_basis
        WHEN g.edition_year IS NOT NULL THEN 'edition'
        WHEN d.last_year IS NOT NULL THEN 'data'
        ELSE 'unknown'
    END AS known_basis,
    g.urls, g.recipe, g.refused, g.elements, coalesce(d.observations, 0) AS observations
FROM given_documents g LEFT JOIN data d USING (document)
ORDER BY g.document;

CREATE TABLE indicators AS SELECT * FROM given_indicators;
CREATE TABLE definition_breaks AS SELECT * FROM given_definition_breaks ORDER BY ALL;
CREATE TABLE kept_apart AS SELECT * FROM given_kept_apart ORDER BY ALL;
CREATE TABLE institutions AS SELECT * FROM given_institutions ORDER BY institution_id;
CREATE TABLE institution_names AS SELECT * FROM given_institution_names ORDER BY ALL;

-- A declared correction, for each document that it speaks of; without an observation where that prints something else.
CREATE TABLE corrections AS
    SELECT
        c.at, d.document, d.document_name, c.series_id, c.fiscal_year, c.printed_text, c.value, c.cause_ja, c.cause_en,
        c.reference, s.observation_id
    FROM given_corrections c JOIN documents d ON d.document = c.document OR (d.source = c.source AND d.edition = c.edition)
    LEFT JOIN staged_observations s ON s.document = d.document AND s.series_id = c.series_id
        AND s.fiscal_year = c.fiscal_year AND s.value = c.value AND list_contains(s.flags, 'corrected')
    ORDER BY ALL;
CREATE TABLE quarantine AS
    SELECT s.* REPLACE (d.source AS source, d.edition AS edition, d.published AS published)
    FROM staged_quarantine s JOIN documents d USING (document)
    ORDER BY s.document, s.element, s.observation_id, s.expectation;
CREATE TEMP TABLE leftovers AS
    SELECT s.* REPLACE (d.source AS source, d.edition AS edition, d.published AS published)
    FROM staged_leftovers s JOIN documents d USING (document);
CREATE TABLE unmapped AS
    SELECT * EXCLUDE (fate) FROM leftovers WHERE fate = 'unmapped'
    ORDER BY document, element, page, sheet, top, x0, address, printed_text, row_path, column_path, reason;
CREATE TABLE not_wanted AS
    SELECT * EXCLUDE (fate) FROM leftovers WHERE fate = 'not_wanted'
    ORDER BY document, element, page, sheet, top, x0, address, printed_text, row_path, column_path, reason;
CREATE TABLE coverage AS
    SELECT s.document, d.document_name, s.* EXCLUDE (document)
    FROM staged_coverage s JOIN documents d USING (document) ORDER BY s.document, s.kind;
CREATE TABLE verdicts AS
    SELECT s.document, d.document_name, s.* EXCLUDE (document)
    FROM staged_verdicts s JOIN documents d USING (document) ORDER BY ALL;
CREATE TABLE headings AS SELECT * FROM staged_headings ORDER BY document, element, axis, position;
CREATE TABLE results AS SELECT * FROM staged_results ORDER BY document, stage, check_name, expectation;
