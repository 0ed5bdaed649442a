-- From statements to vintages: what was told of each figure, one after the other, and when each was the current one.
--
-- A statement stands for value ± precision. Statements agree where those intervals overlap (two that are rounded alike
-- only if they are the same); a vintage is a run of statements that agree, and the most precise one of it is in force. Everything is ordered by what the documents say, never by
-- when they came.

-- What the proofs say of each observation.
CREATE TEMP TABLE verdict AS
SELECT observation_id, bool_or(NOT passed) AS failed, bool_or(passed) AS proven
FROM proofs
WHERE passed IS NOT NULL AND observation_id IS NOT NULL
GROUP BY observation_id;

-- Of how many respondents an answer's percentage is a share: the n of which it is a whole count, where only one fits.
CREATE TEMP TABLE asked AS
SELECT s.observation_id, any_value(n.value)::INTEGER AS respondents
FROM proofs s JOIN proofs n USING (proof_id)
WHERE s.proof = 'count' AND s.passed AND s.role = 'stated' AND n.role = 'denominator' AND s.observation_id IS NOT NULL
GROUP BY s.observation_id HAVING count(DISTINCT n.value) = 1;

CREATE TEMP TABLE series_dimensions AS
SELECT
    series_id, any_value(indicator) AS indicator, min(unit) AS unit, min(year_type) AS year_type,
    any_value(sector) AS sector, any_value(partner) AS partner, any_value(destination) AS destination,
    any_value(size_class) AS size_class, any_value(institution) AS institution_id, any_value(country) AS country,
    any_value(question) AS question, any_value(respondent) AS respondent, any_value(answer) AS answer,
    any_value(scope) AS scope
FROM staged_observations GROUP BY series_id;

-- `level` says what a figure covers, so that nobody adds a part to its whole.
CREATE TEMP TABLE numbered_series AS
SELECT
    row_number() OVER (ORDER BY g.position NULLS LAST, d.indicator, d.series_id)::INTEGER AS series_no,
    d.*, g.indicator_ja, g.indicator_en, g.domain, i.institution, i.prefecture,
    CASE
        WHEN d.institution_id IS NOT NULL THEN 'institution'
        WHEN d.question IS NOT NULL THEN 'answer'
        WHEN d.scope = 'listed_institutions' THEN 'listed'
        WHEN d.scope IS NOT NULL AND d.scope NOT IN ('survey', 'institution') THEN 'other'
        WHEN d.country IS NOT NULL THEN 'country'
        WHEN d.size_class IS NOT NULL AND d.size_class <> 'total' THEN 'size_class'
        WHEN d.sector IS NOT NULL AND d.sector <> 'total' THEN 'sector'
        ELSE 'national'
    END AS level
FROM series_dimensions d
LEFT JOIN (SELECT row_number() OVER () AS position, * FROM given_indicators) g USING (indicator)
LEFT JOIN given_institutions i USING (institution_id);

CREATE TEMP TABLE numbered_documents AS
SELECT row_number() OVER (ORDER BY document)::INTEGER AS document_no, document, known_from AS day FROM documents;

-- `class`: printed figures (0) before measured ones (1) before marks without a value (2). `reach` is how far from the print
-- the figure may lie: what is printed with 約 may have been rounded either way, by as much as one in its last place.
CREATE TEMP TABLE statement AS
SELECT
    s.series_no, o.fiscal_year, o.observation_id, d.document_no, o.value, coalesce(o.precision, 0) AS precision, o.status,
    o.flags, o.stated_as = 'first_release' AS repeated,
    CASE WHEN o.value IS NULL THEN 2 WHEN o.status = 'estimated' THEN 1 ELSE 0 END::TINYINT AS class,
    coalesce(o.precision, 0) * (1 - 1e-6) * CASE WHEN o.approximate THEN 2 ELSE 1 END AS reach,
    o.value - reach AS low,
    o.value + reach AS high,
    CASE o.kind WHEN 'table' THEN 0 WHEN 'statement' THEN 1 ELSE 2 END::TINYINT AS kind_rank,
    coalesce(v.failed, false) AS contradicted,
    CASE
        WHEN v.failed THEN 'contradicted'
        WHEN v.proven THEN 'proven'
        WHEN o.status = 'estimated' THEN 'estimated'
        ELSE 'printed'
    END AS verdict,
    d.day
FROM staged_observations o
JOIN numbered_series s USING (series_id)
JOIN numbered_documents d USING (document)
LEFT JOIN verdict v USING (observation_id);

CREATE TEMP TABLE told_more_than_once AS
SELECT series_no, fiscal_year FROM statement GROUP BY series_no, fiscal_year HAVING count(*) > 1;

CREATE TEMP TABLE retold AS
SELECT
    s.rowid AS statement_no, s.series_no, s.fiscal_year, s.document_no, s.repeated, s.day, s.value, s.precision, s.class, s.low,
    s.high, s.contradicted, s.kind_rank, s.observation_id
FROM statement s SEMI JOIN told_more_than_once USING (series_no, fiscal_year)
ORDER BY s.series_no, s.fiscal_year, s.day, s.precision, s.document_no, s.contradicted, s.kind_rank, s.value, s.observation_id;

-- Most figures that are told again are simple: printed, all agree, and none is more precise than the first. They are one
-- vintage, and need none of what follows.
CREATE TEMP TABLE agreed AS
WITH documents_say AS (
    SELECT
        series_no, fiscal_year, document_no, min(rowid) AS first_row, max(low) AS low, min(high) AS high,
        min(precision) AS precision, max(class) AS class, bool_or(repeated) AS repeated
    FROM retold GROUP BY series_no, fiscal_year, document_no
), figures AS (
    SELECT
        series_no, fiscal_year, min(first_row) AS first_row, count(*) AS statements, min(precision) AS precision
    FROM documents_say GROUP BY series_no, fiscal_year
    HAVING max(class) = 0 AND NOT bool_or(repeated) AND max(low) <= min(high)
)
SELECT f.series_no, f.fiscal_year, f.statements::INTEGER AS statements, r.statement_no, r.day, r.value
FROM figures f JOIN retold r ON r.rowid = f.first_row
WHERE r.precision <= f.precision;

-- What a document says of a figure, once: the most precise of its statements. Where they do not agree, it conflicts with
-- itself, and each other value that does not agree with the chosen one is kept beside it.
CREATE TEMP TABLE told AS
WITH ranked AS (
    SELECT
        r.* EXCLUDE (contradicted, kind_rank, observation_id),
        row_number() OVER best AS choice,
        first_value(low) OVER best AS chosen_low,
        first_value(high) OVER best AS chosen_high,
        coalesce(max(low) FILTER (class = 0) OVER said > min(high) FILTER (class = 0) OVER said, false) AS conflicting
    FROM retold r ANTI JOIN agreed USING (series_no, fiscal_year)
    WINDOW
        said AS (PARTITION BY series_no, fiscal_year, document_no, repeated),
        best AS (said ORDER BY class, precision, contradicted, kind_rank, value, observation_id)
)
SELECT *, CASE WHEN repeated THEN DATE '0001-01-01' ELSE coalesce(day, DATE '0001-01-02') END AS place_in_time
FROM ranked
WHERE choice = 1 OR (conflicting AND class = 0 AND (low > chosen_high OR high < chosen_low));

-- The chain of statements of a figure. What a document repeats as first release was told before all else. A measured value
-- counts only until a printed one is there, a mark without a value only where there is none at all.
CREATE TEMP TABLE chain AS
WITH marked AS (
    SELECT
        *,
        min(place_in_time) FILTER (class = 0) OVER figure AS printed_from,
        min(class) OVER figure AS best_class
    FROM told WHERE choice = 1
    WINDOW figure AS (PARTITION BY series_no, fiscal_year)
), kept AS (
    SELECT * FROM marked
    WHERE class = 0
        OR (class = 1 AND (printed_from IS NULL OR place_in_time < printed_from))
        OR (class = 2 AND best_class = 2)
)
SELECT
    *,
    row_number() OVER (figure ORDER BY place_in_time, precision, document_no) AS position,
    coalesce(max(low) FILTER (class = 0) OVER figure > min(high) FILTER (class = 0) OVER figure, false) AS restated
FROM kept
WINDOW figure AS (PARTITION BY series_no, fiscal_year);

-- Runs of agreeing statements. Only figures whose printed statements do not all agree need to be walked through one by
-- one. What a printed figure says of a measured one before it is no restatement.
CREATE TEMP TABLE run AS
WITH RECURSIVE walked AS (
    SELECT series_no, fiscal_year, position, 1 AS vintage, class, low, high
    FROM chain WHERE restated AND position = 1
    UNION ALL
    SELECT
        c.series_no, c.fiscal_year, c.position,
        w.vintage + CASE WHEN w.class = 0 AND (c.low > w.high OR c.high < w.low) THEN 1 ELSE 0 END,
        c.class,
        CASE WHEN w.class = 0 AND c.low <= w.high AND c.high >= w.low THEN greatest(w.low, c.low) ELSE c.low END,
        CASE WHEN w.class = 0 AND c.low <= w.high AND c.high >= w.low THEN least(w.high, c.high) ELSE c.high END
    FROM walked w JOIN chain c
        ON c.series_no = w.series_no AND c.fiscal_year = w.fiscal_year AND c.position = w.position + 1
)
SELECT series_no, fiscal_year, position, vintage FROM walked
UNION ALL
SELECT series_no, fiscal_year, position, 1 FROM chain WHERE NOT restated;

-- The statements in force: the first of a vintage, and each that is more precise than all before it. A repeated first
-- release gives way to the edition that told it first, where that is at hand.
CREATE TEMP TABLE in_force AS
WITH whole AS (
    SELECT
        c.*, r.vintage,
        min(c.day) FILTER (NOT c.repeated) OVER vintages AS first_told,
        min(c.precision) FILTER (NOT c.repeated) OVER vintages AS best_told,
        count(DISTINCT c.document_no) OVER vintages AS statements
    FROM chain c JOIN run r USING (series_no, fiscal_year, position)
    WINDOW vintages AS (PARTITION BY c.series_no, c.fiscal_year, r.vintage)
), standing AS (
    SELECT
        *,
        min(class * 1e18 + precision) OVER (
            PARTITION BY series_no, fiscal_year, vintage ORDER BY position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS best_before
    FROM whole
    WHERE NOT (repeated AND coalesce(first_told < day AND best_told <= precision, false))
)
SELECT
    statement_no, series_no, fiscal_year, position, vintage, statements::INTEGER AS statements,
    CASE WHEN repeated THEN NULL ELSE day END AS known_from,
    lead(day) OVER later AS known_to,
    CASE
        WHEN lag(vintage) OVER later IS NULL THEN 'first'
        WHEN lag(vintage) OVER later < vintage THEN 'restated'
        ELSE 'refined'
    END AS change,
    lead(vintage) OVER later IS NULL AS is_current,
    last_value(value) OVER (
        figure ORDER BY vintage DESC, position ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS first_value,
    conflicting
        OR coalesce(lead(day) OVER later = day AND lead(vintage) OVER later > vintage AND NOT repeated, false)
        OR coalesce(lag(day) OVER later = day AND lag(vintage) OVER later < vintage AND NOT lag(repeated) OVER later, false)
        AS conflicting
FROM standing
WHERE best_before IS NULL OR class * 1e18 + precision < best_before
WINDOW figure AS (PARTITION BY series_no, fiscal_year), later AS (figure ORDER BY position);

-- Of what is told more than once, the statements that are vintages.
CREATE TEMP TABLE vintage AS
SELECT statement_no, 1 AS position, 1 AS vintage, statements, day AS known_from, NULL::DATE AS known_to, 'first' AS change,
    true AS is_current, value AS first_value, false AS conflicting
FROM agreed
UNION ALL
SELECT * EXCLUDE (series_no, fiscal_year) FROM in_force
UNION ALL
-- An alternative was never in force: the time in which it was is empty.
SELECT
    t.statement_no, 1000000 + t.choice, coalesce(r.vintage, 1), 1,
    t.day, t.day, 'alternative', false, NULL, true
FROM told t
LEFT JOIN chain c ON c.series_no = t.series_no AND c.fiscal_year = t.fiscal_year
    AND c.document_no = t.document_no AND c.repeated = t.repeated
LEFT JOIN run r ON r.series_no = c.series_no AND r.fiscal_year = c.fiscal_year AND r.position = c.position
WHERE t.choice > 1;

-- The years in which a series changed its meaning: `applies_to` holds parts of the series' name, none for all series.
CREATE TEMP TABLE changed AS
SELECT s.series_no, list(DISTINCT b.fiscal_year) AS years
FROM numbered_series s JOIN definition_breaks b
    ON b.indicator = s.indicator AND list_has_all(string_split(s.series_id, '/'), b.applies_to)
GROUP BY s.series_no;

-- All vintages, as narrow as can be: what a series says of all its figures comes to them when they are told.
CREATE TEMP TABLE placed AS
SELECT
    coalesce(v.is_current, true) AS is_current, o.series_no, o.fiscal_year, coalesce(v.position, 1) AS position,
    o.observation_id, o.value, o.precision, o.status, o.verdict, o.flags, o.document_no, a.respondents,
    CASE WHEN v.statement_no IS NOT NULL THEN v.known_from WHEN NOT o.repeated THEN o.day END AS known_from, v.known_to,
    coalesce(v.vintage, 1) AS vintage, coalesce(v.change, 'first') AS change, coalesce(v.statements, 1) AS statements,
    CASE WHEN v.statement_no IS NULL THEN o.value ELSE v.first_value END AS first_value,
    coalesce(v.conflicting, false) AS conflicting
FROM statement o
LEFT JOIN retold r ON r.statement_no = o.rowid
LEFT JOIN vintage v ON v.statement_no = o.rowid
LEFT JOIN asked a ON a.observation_id = o.observation_id
WHERE r.statement_no IS NULL OR v.statement_no IS NOT NULL;

CREATE TEMP VIEW told_vintages AS
SELECT
    p.observation_id, s.series_id, s.indicator, s.indicator_ja, s.indicator_en, s.domain, p.fiscal_year, s.year_type,
    s.level, s.sector, s.partner, s.destination, s.size_class, s.institution_id, s.institution, s.prefecture, s.country,
    s.question, s.respondent, s.answer, s.scope,
    p.value, s.unit, p.precision, p.status, p.verdict, p.flags, p.conflicting, p.first_value, p.vintage > 1 AS restated,
    p.statements, p.respondents, list_max(list_filter(c.years, lambda year: year <= p.fiscal_year)) AS definition_since,
    coalesce(list_contains(c.years, p.fiscal_year), false) AS definition_break,
    d.source, d.edition, d.published, d.document, p.known_from, p.known_to, p.vintage, p.change, p.is_current, p.series_no, p.position
FROM placed p
JOIN numbered_series s ON s.series_no = p.series_no
JOIN numbered_documents n ON n.document_no = p.document_no
JOIN documents d ON d.document = n.document
LEFT JOIN changed c ON c.series_no = p.series_no;

CREATE TABLE vintages AS SELECT * EXCLUDE (series_no, position) FROM told_vintages WITH NO DATA;

CREATE TABLE series AS
SELECT
    s.series_id, s.indicator, s.indicator_ja, s.indicator_en, s.domain, s.unit, s.year_type, s.level, s.sector, s.partner,
    s.destination, s.size_class, s.institution_id, s.institution, s.prefecture, s.country, s.question, s.respondent,
    s.answer, s.scope, y.first_year, y.last_year, y.years
FROM numbered_series s
JOIN (
    SELECT series_no, min(fiscal_year) AS first_year, max(fiscal_year) AS last_year, count(*) AS years
    FROM placed WHERE is_current GROUP BY series_no
) y USING (series_no)
ORDER BY s.series_no;
