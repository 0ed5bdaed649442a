-- The figures of institutions over mergers and renames: as it was, and as the institutions of today. Years are judged by
-- their last day: it is who is there then that reports the year.

CREATE VIEW institution_figures AS
WITH years AS (
    SELECT unnest(range(min(first_year), max(last_year) + 1))::INTEGER AS fiscal_year FROM series
), borne AS (
    SELECT n.institution_id, y.fiscal_year, min_by(n.name, (n.name <> i.institution, n.name)) AS name_then
    FROM institution_names n
    JOIN institutions i USING (institution_id)
    JOIN years y ON make_date(y.fiscal_year + 1, 3, 31)::VARCHAR
        BETWEEN coalesce(n.first_day, '') AND coalesce(n.last_day, '9999')
    GROUP BY ALL
)
SELECT
    o.indicator, o.indicator_ja, o.indicator_en, o.domain, o.fiscal_year, o.value, o.unit, o.sector, o.partner,
    o.destination, o.size_class, o.question, o.respondent, o.answer, o.scope, o.institution_id, o.institution,
    coalesce(b.name_then, o.institution) AS name_then, o.prefecture, i.today_id, i.today_name, i.corporation_id,
    o.precision, o.status, o.verdict, o.flags, o.conflicting, o.first_value, o.restated, o.definition_since,
    o.definition_break, o.source, o.edition, o.published, o.known_from, o.observation_id
FROM observations o
JOIN institutions i USING (institution_id)
LEFT JOIN borne b USING (institution_id, fiscal_year);

-- A part that is due and states nothing leaves the sum open: it is missing, not nought. What a workbook lists before it
-- was founded or after its end is added where it states something. Averages and shares do not add up.
CREATE VIEW institution_figures_today AS
WITH years AS (
    SELECT unnest(range(min(first_year), max(last_year) + 1))::INTEGER AS fiscal_year FROM series
), due AS (
    SELECT i.today_id, y.fiscal_year, list(i.institution ORDER BY i.institution_id) AS names
    FROM institutions i
    JOIN years y ON make_date(y.fiscal_year + 1, 3, 31)::VARCHAR
        BETWEEN coalesce(i.founded, '') AND coalesce(i.ended, '9999')
    GROUP BY ALL
), kin AS (
    SELECT i.institution_id, i.today_id, t.institution AS today_name, t.sector, t.prefecture, t.corporation_id
    FROM institutions i JOIN institutions t ON t.institution_id = i.today_id
), told AS (
    SELECT
        k.today_id, k.today_name, k.sector, k.prefecture, k.corporation_id, o.indicator, o.indicator_ja, o.indicator_en,
        o.domain, o.fiscal_year, o.unit, o.partner, o.destination, o.size_class, o.question, o.respondent, o.answer, o.scope,
        sum(o.value) AS value_of_parts,
        coalesce(list(o.institution ORDER BY o.institution_id) FILTER (o.value IS NOT NULL), []) AS parts,
        CASE
            WHEN bool_or(o.verdict = 'contradicted') THEN 'contradicted'
            WHEN bool_or(o.verdict = 'estimated') THEN 'estimated'
            WHEN bool_and(o.verdict = 'proven') THEN 'proven'
            ELSE 'printed'
        END AS verdict,
        list(o.observation_id ORDER BY o.institution_id) AS observation_ids
    FROM observations o JOIN kin k USING (institution_id)
    GROUP BY ALL
), counted AS (
    SELECT
        t.*, coalesce(list_filter(d.names, lambda name: NOT list_contains(t.parts, name)), []) AS missing_parts,
        CASE WHEN len(t.parts) = 1 OR n.type IN ('count', 'amount') THEN t.value_of_parts END AS added
    FROM told t
    LEFT JOIN due d USING (today_id, fiscal_year)
    LEFT JOIN indicators n USING (indicator)
)
SELECT
    indicator, indicator_ja, indicator_en, domain, fiscal_year,
    CASE WHEN len(missing_parts) = 0 THEN added END AS value,
    unit, sector, partner, destination, size_class, question, respondent, answer, scope, today_id, today_name, prefecture,
    corporation_id, parts, missing_parts, added AS value_of_parts, verdict, observation_ids
FROM counted;
