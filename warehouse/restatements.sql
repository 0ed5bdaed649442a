-- Pairs of vintages that follow one another: of each the most precise statement. What only replaces a measured value is no
-- restatement.
CREATE VIEW restatements AS
WITH told AS (
    SELECT v.* FROM vintages v
    SEMI JOIN (SELECT series_id, fiscal_year FROM vintages WHERE vintage > 1) r USING (series_id, fiscal_year)
    WHERE v.change <> 'alternative'
), vintage_known AS (
    SELECT *, min(known_from) OVER (PARTITION BY series_id, fiscal_year, vintage) AS known_on,
        row_number() OVER (PARTITION BY series_id, fiscal_year, vintage ORDER BY known_from DESC NULLS LAST, precision) AS latest
    FROM told
), pairs AS (
    SELECT
        *,
        lag(value) OVER told_in_turn AS old_value, lag(edition) OVER told_in_turn AS old_edition,
        lag(document) OVER told_in_turn AS old_document, lag(observation_id) OVER told_in_turn AS old_observation_id
    FROM vintage_known WHERE latest = 1
    WINDOW told_in_turn AS (PARTITION BY series_id, fiscal_year ORDER BY vintage)
)
SELECT
    p.series_id, p.indicator, p.indicator_ja, p.indicator_en, p.fiscal_year, p.level, p.sector, p.partner, p.destination,
    p.size_class, p.institution_id, p.institution, p.prefecture, p.country, p.question, p.respondent, p.answer, p.scope,
    p.unit, p.old_value, p.value AS new_value, p.value - p.old_value AS difference,
    (p.value - p.old_value) / nullif(abs(p.old_value), 0) AS relative_difference,
    p.old_edition, p.edition AS new_edition, p.old_document, p.document AS new_document, p.known_on,
    b.cause_ja, b.cause_en, p.old_observation_id, p.observation_id AS new_observation_id
FROM pairs p
LEFT JOIN definition_breaks b ON b.indicator = p.indicator AND b.fiscal_year = p.fiscal_year
    AND list_has_all(string_split(p.series_id, '/'), b.applies_to)
WHERE p.vintage > 1
ORDER BY p.series_id, p.fiscal_year, p.vintage, b.cause_en;
