-- The totals that lists of institutions print, where they differ from the sum of their own rows, or from what the survey's
-- report states of the same year. Nothing is repaired: both figures stand here, and why they differ as far as it shows.

CREATE VIEW total_differences AS
WITH stated AS (
    SELECT
        e.document, e.observation_id, e.indicator, e.fiscal_year, e.value, e.unit, e.precision, e.status, e.row_path, s.level,
        s.sector, s.partner, s.destination, s.size_class, s.institution_id, s.institution, true AS accepted
    FROM evidence e JOIN series s USING (series_id)
    WHERE s.level IN ('institution', 'listed')
), refused AS (
    SELECT DISTINCT ON (observation_id)
        document, observation_id, indicator, fiscal_year, value, unit, precision, status, row_path, 'institution' AS level, sector,
        partner, destination, size_class, NULL::VARCHAR AS institution_id, institution, false AS accepted
    FROM quarantine WHERE institution IS NOT NULL
), totals AS (
    SELECT * FROM stated WHERE level = 'listed' AND value IS NOT NULL
), listed AS (
    SELECT
        * EXCLUDE (row_path),
        -- What the row itself says of its sector, where that word stands alone in its cell.
        list_filter(row_path, lambda heading: regexp_matches(heading, '^(国立|公立|私立)(大学)?等?$'))[1][1:2] AS printed
    FROM (FROM stated WHERE level = 'institution' UNION ALL FROM refused) SEMI JOIN totals USING (indicator)
), rows AS (
    SELECT
        l.* EXCLUDE (printed), i.institution_kind AS kind,
        CASE printed WHEN '国立' THEN 'national' WHEN '公立' THEN 'public' WHEN '私立' THEN 'private' END AS printed_sector
    FROM listed l LEFT JOIN institutions i USING (institution_id)
), beneath AS (
    -- Each total with the rows that it may count: `counted` are those of its sector by the registry.
    SELECT
        t.observation_id AS total_id, t.value AS total, t.precision AS total_precision, r.*,
        t.sector = 'total' OR r.sector = t.sector AS counted, t.sector = 'total' OR r.printed_sector = t.sector AS printed_so
    FROM totals t JOIN rows r
        ON r.document = t.document AND r.indicator = t.indicator AND r.fiscal_year = t.fiscal_year
        AND r.partner IS NOT DISTINCT FROM t.partner AND r.destination IS NOT DISTINCT FROM t.destination
        AND r.size_class IS NOT DISTINCT FROM t.size_class
        AND (t.sector = 'total' OR t.sector IN (r.sector, r.printed_sector))
), summed AS (
    SELECT
        total_id AS observation_id,
        count(value) FILTER (accepted AND counted) AS rows_added,
        count(*) FILTER (accepted AND value IS NULL AND counted) AS rows_blank,
        count(*) FILTER (accepted AND status = 'suppressed' AND counted) AS rows_suppressed,
        count(*) FILTER (NOT accepted AND counted) AS rows_in_quarantine,
        coalesce(sum(value) FILTER (accepted AND counted), 0) AS accepted_sum,
        sum(value) FILTER (counted) AS whole_sum,
        sum(value) FILTER (printed_so) AS printed_sum,
        any_value(total_precision) + sum(precision) AS slack,
        1e-9 * greatest(1, abs(any_value(total))) AS noise
    FROM beneath GROUP BY total_id
), reported AS (
    SELECT t.observation_id, o.value AS other_value, o.observation_id AS other_observation_id, o.precision AS other_precision
    FROM totals t JOIN observations o
        ON o.scope = 'survey' AND o.indicator = t.indicator AND o.fiscal_year = t.fiscal_year
        AND coalesce(o.sector, 'total') = t.sector
        AND o.partner IS NOT DISTINCT FROM t.partner
        AND coalesce(o.destination, 'total') = coalesce(t.destination, 'total')
        AND coalesce(o.size_class, 'total') = coalesce(t.size_class, 'total')
    WHERE abs(t.value - o.value) > t.precision + o.precision
), sought AS (
    -- What the rows should add up to, were the scope known.
    SELECT observation_id, document, 'rows' AS compared_with, value AS target FROM totals
    UNION ALL
    SELECT observation_id, document, 'report', other_value FROM reported JOIN totals USING (observation_id)
), parts AS (
    SELECT total_id AS observation_id, 'kind' AS parted_by, kind AS part, sum(value) AS value, any_value(total_precision) AS slack
    FROM beneath WHERE counted AND value IS NOT NULL AND kind IS NOT NULL GROUP BY total_id, kind HAVING sum(value) <> 0
    UNION ALL
    SELECT total_id, 'sector', sector, sum(value), any_value(total_precision)
    FROM beneath WHERE counted AND value IS NOT NULL GROUP BY total_id, sector HAVING sum(value) <> 0
), parted AS (
    SELECT observation_id, parted_by, list(part ORDER BY part) AS parts, list(value ORDER BY part) AS amounts, any_value(slack) AS slack
    FROM parts GROUP BY observation_id, parted_by
), choices AS (
    SELECT
        observation_id, parted_by, slack, list_sum(amounts) AS whole,
        list_filter(parts, lambda part, nth: ((choice >> (nth - 1)::INT) & 1) = 1) AS chosen,
        list_filter(parts, lambda part, nth: ((choice >> (nth - 1)::INT) & 1) = 0) AS left_out,
        list_sum(list_filter(amounts, lambda amount, nth: ((choice >> (nth - 1)::INT) & 1) = 1)) AS amount
    FROM (SELECT *, unnest(range(1, (1 << len(parts)) - 1)) AS choice FROM parted)
), scopes AS (
    -- The fewest kinds of institutions, or sectors, without which the sum is right. Small amounts may be so by chance: they
    -- must be so of two totals of a document.
    SELECT observation_id, compared_with, min_by(chosen, (len(left_out), parted_by)) AS chosen,
        min_by(left_out, (len(left_out), parted_by)) AS left_out
    FROM (
        SELECT s.*, c.chosen, c.left_out, c.parted_by, c.whole - c.amount AS less,
            count(*) OVER (PARTITION BY s.document, s.compared_with, c.parted_by, c.left_out) AS times
        FROM sought s JOIN choices c USING (observation_id)
        WHERE abs(s.target - c.amount) <= c.slack + 1e-9 * abs(s.target)
    )
    WHERE times > 1 OR abs(less) >= 100
    GROUP BY observation_id, compared_with
), elsewhere AS (
    -- Whom an edition of a year about lists under the same headings, and this one does not: of the nearest year.
    SELECT
        t.observation_id, r.institution, arg_min(r.value, (abs(r.fiscal_year - t.fiscal_year), r.fiscal_year, r.document)) AS value,
        arg_min(r.fiscal_year, (abs(r.fiscal_year - t.fiscal_year), r.fiscal_year, r.document)) AS fiscal_year
    FROM totals t JOIN documents d ON d.document = t.document
    JOIN rows r ON r.document <> t.document AND r.indicator = t.indicator AND abs(r.fiscal_year - t.fiscal_year) <= 1
        AND r.partner IS NOT DISTINCT FROM t.partner AND r.destination IS NOT DISTINCT FROM t.destination
        AND r.size_class IS NOT DISTINCT FROM t.size_class AND (t.sector = 'total' OR r.sector = t.sector)
        AND r.institution_id IS NOT NULL AND r.value > 0
    JOIN documents o ON o.document = r.document AND o.source = d.source
    JOIN institutions i ON i.institution_id = r.institution_id
        AND coalesce(i.ended, '9999') >= t.fiscal_year || '-04-01' AND coalesce(i.founded, '') <= (t.fiscal_year + 1) || '-03-31'
    JOIN summed s ON s.observation_id = t.observation_id AND t.value - s.accepted_sum > s.noise
    WHERE NOT EXISTS (
        FROM beneath b WHERE b.total_id = t.observation_id AND (b.institution_id = r.institution_id OR b.institution = r.institution)
    )
    GROUP BY t.observation_id, t.fiscal_year, r.institution, r.institution_id
), missing AS (
    SELECT
        e.observation_id, list(e.institution ORDER BY e.value DESC, e.institution) AS missing_institutions,
        list(e.institution || '（' || e.fiscal_year || '年度 ' || format('{:,}', e.value::BIGINT) || '）' ORDER BY e.value DESC, e.institution) AS named,
        sum(e.value) FILTER (e.fiscal_year = t.fiscal_year) AS same_year
    FROM elsewhere e JOIN totals t USING (observation_id) GROUP BY e.observation_id
), against_rows AS (
    SELECT
        t.*, 'rows' AS compared_with, s.accepted_sum AS other_value, s.rows_added, s.rows_blank, s.rows_suppressed,
        s.rows_in_quarantine, NULL::VARCHAR AS other_observation_id, c.left_out, c.chosen, m.missing_institutions, m.named,
        CASE
            WHEN abs(t.value - s.whole_sum) <= s.noise THEN 'rows_in_quarantine'
            WHEN abs(t.value - s.printed_sum) <= s.noise THEN 'sector_as_printed'
            WHEN abs(t.value - s.accepted_sum) <= s.slack THEN 'rounding'
            WHEN abs(t.value - s.whole_sum) <= s.slack THEN 'rows_in_quarantine'
            WHEN abs(t.value - s.printed_sum) <= s.slack THEN 'sector_as_printed'
            WHEN c.left_out IS NOT NULL THEN 'scope'
            WHEN abs(t.value - s.accepted_sum - m.same_year) <= s.slack THEN 'missing_rows'
            WHEN t.value > s.accepted_sum AND s.rows_suppressed > 0 THEN 'suppressed_rows'
            WHEN t.value > s.accepted_sum AND m.named IS NOT NULL THEN 'missing_rows'
            WHEN t.value > s.accepted_sum AND s.rows_blank > 0 THEN 'blank_rows'
        END AS explanation
    FROM totals t JOIN summed s USING (observation_id)
    LEFT JOIN scopes c ON c.observation_id = t.observation_id AND c.compared_with = 'rows'
    LEFT JOIN missing m ON m.observation_id = t.observation_id
    WHERE abs(t.value - s.accepted_sum) > s.noise
), against_report AS (
    SELECT
        t.*, 'report' AS compared_with, o.other_value, NULL::BIGINT AS rows_added, NULL::BIGINT AS rows_blank,
        NULL::BIGINT AS rows_suppressed, NULL::BIGINT AS rows_in_quarantine, o.other_observation_id, c.left_out, c.chosen,
        NULL::VARCHAR[] AS missing_institutions, NULL::VARCHAR[] AS named,
        CASE WHEN c.chosen IS NULL THEN 'other_scope' ELSE 'scope' END AS explanation
    FROM totals t JOIN reported o USING (observation_id)
    LEFT JOIN scopes c ON c.observation_id = t.observation_id AND c.compared_with = 'report'
), differences AS (
    SELECT
        * EXCLUDE (left_out, chosen),
        list_transform(left_out, lambda part: word_ja[part]) AS left_out_ja, list_transform(left_out, lambda part: word_en[part]) AS left_out_en,
        list_transform(chosen, lambda part: word_ja[part]) AS chosen_ja, list_transform(chosen, lambda part: word_en[part]) AS chosen_en
    FROM (FROM against_rows UNION ALL FROM against_report), (
        SELECT
            MAP {'university': '大学', 'junior_college': '短期大学', 'technical_college': '高等専門学校',
                'inter_university': '大学共同利用機関', 'corporation': '法人', 'national': '国立', 'public': '公立', 'private': '私立'} AS word_ja,
            MAP {'university': 'universities', 'junior_college': 'junior colleges', 'technical_college': 'technical colleges',
                'inter_university': 'inter-university research institutes', 'corporation': 'corporations',
                'national': 'national ones', 'public': 'public ones', 'private': 'private ones'} AS word_en
    )
)
SELECT
    w.indicator, i.indicator_ja, i.indicator_en, i.domain, w.fiscal_year, w.sector, w.partner, w.destination, w.size_class,
    w.compared_with, w.value, w.other_value, w.value - w.other_value AS difference,
    (w.value - w.other_value) / nullif(abs(w.value), 0) AS relative_difference, w.unit, w.explanation,
    CASE
        WHEN w.explanation = 'rounding' THEN '各行の端数処理の範囲内である'
        WHEN w.explanation = 'rows_in_quarantine' THEN '保留中の' || w.rows_in_quarantine || '行を加えると一致する'
        WHEN w.explanation = 'sector_as_printed' THEN '行に印刷された設置者別に合計すると一致する'
        WHEN w.explanation = 'scope' AND w.compared_with = 'rows' THEN '計に' || array_to_string(w.left_out_ja, '、') || 'を含めないと一致する'
        WHEN w.explanation = 'scope' THEN '調査報告の値は' || array_to_string(w.chosen_ja, '、') || 'のみの合計に一致する'
        WHEN w.explanation = 'missing_rows' THEN '前後の年度の版にあり、この一覧にない機関: ' || array_to_string(w.named[:8], '、')
            || CASE WHEN len(w.named) > 8 THEN ' ほか' || (len(w.named) - 8) || '機関' ELSE '' END
        WHEN w.explanation = 'suppressed_rows' THEN '計は秘匿された' || w.rows_suppressed || '行の値を含む'
        WHEN w.explanation = 'blank_rows' THEN '値のない行が' || w.rows_blank || '行ある'
        WHEN w.explanation = 'other_scope' THEN '調査報告は一覧と対象機関が異なる'
    END AS told_ja,
    CASE
        WHEN w.explanation = 'rounding' THEN 'within the rounding of the rows'
        WHEN w.explanation = 'rows_in_quarantine' THEN 'right with the rows in quarantine: ' || w.rows_in_quarantine
        WHEN w.explanation = 'sector_as_printed' THEN 'right by the sector that the rows print'
        WHEN w.explanation = 'scope' AND w.compared_with = 'rows' THEN 'right without ' || array_to_string(w.left_out_en, ', ')
        WHEN w.explanation = 'scope' THEN 'the report counts ' || array_to_string(w.chosen_en, ', ') || ' alone'
        WHEN w.explanation = 'missing_rows' THEN 'listed in an edition of the year before or after and not here: ' || array_to_string(w.named[:8], ', ')
            || CASE WHEN len(w.named) > 8 THEN ' and ' || (len(w.named) - 8) || ' more' ELSE '' END
        WHEN w.explanation = 'suppressed_rows' THEN 'the total counts rows whose values are suppressed: ' || w.rows_suppressed
        WHEN w.explanation = 'blank_rows' THEN 'rows that state no value: ' || w.rows_blank
        WHEN w.explanation = 'other_scope' THEN 'the report counts other institutions than the list'
    END AS told_en,
    CASE WHEN w.explanation = 'missing_rows' THEN w.missing_institutions END AS missing_institutions,
    w.rows_added, w.rows_blank, w.rows_suppressed, w.rows_in_quarantine, d.source, d.edition, d.document, d.document_name,
    w.observation_id, w.other_observation_id
FROM differences w
JOIN documents d USING (document)
LEFT JOIN indicators i USING (indicator)
ORDER BY d.source, d.edition, d.document, w.indicator, w.fiscal_year, w.compared_with, w.sector, w.partner, w.destination,
    w.size_class, w.observation_id;
