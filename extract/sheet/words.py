"""The few words that tell headings from titles, notes and totals on statistical sheets, in Japanese and English.

Out of scope: units, years and numbers, which have their grammar (`extract.japanese`).
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_INDEX = re.compile(
    r"(?:(?:一連|通し?|整理|管理|行|列|連|項目?|品目|学校|機関|大学|部門|団体|地域|分類|食品|索引|産業|都道府県|市区?町村)*"
    r"(?:番号|コード|符号|連番|通番)|順位|[行列]id|コード|符号|no\.?|#|№|rank(?:ing)?|code|serial(?:no\.?|number)?|通番|番|位)"
)
_CODED = re.compile(r"(?:番\s*号|コード|符号|連番|通番|code|serial number)\s*(?:[（(\[].*)?$", re.IGNORECASE)
_YEAR = re.compile(
    r"(?:会計|調査|集計|対象|西|和)?(?:年度?|暦|年次|年月?日?|西暦|和暦|元号|時点|時期|期間|時間軸.*|year|fiscalyear|fy|calendaryear|period|date|(?:obs_?|ref_?)?time(?:_?period)?)"
    r"(?:[（(].*[）)])?|.*[（(](?:西暦|和暦)[）)]|(?:西暦|和暦).*|.*\byear|(?:明治|大正|昭和|平成|令和)(?:年度?)?"
)
_AWAY = dict.fromkeys(("本年度", "今年度", "当年度", "本年", "当年"), 0)
_AWAY |= dict.fromkeys(("前年度", "昨年度", "前年", "昨年"), -1) | dict.fromkeys(("前々年度", "前々年"), -2)
_UNIT = re.compile(r"単位(?:名称?)?|units?(?:ofmeasure)?")
_HEAD = re.compile(
    r"区分|項目|種別|分類|内訳|摘要|費目|品目|年度?|年次|年月|西暦|和暦|機関名?|大学名?|国名?|国|名称|都道府県|地域|産業|業種|部門名?|科目|(?:表)?側|表頭|単位"
)
_TOTAL = re.compile(
    r"(?:総|合|小|累|全)?計|総数|総額|全体|全国計|(?:grand|sub)?-?totals?|all|ialt|thewholecountry|sum|overall|"
    r"(?:総|合)計[（(].*[）)]"
)
_ASIDE = re.compile(
    r"[※＊*†‡]|[（(]\s*[）)]\s*(?:内|書き|は)|[（(\[［【〔<＜]?\s*"
    r"(?:注|備考|出典|出所|資料|参考|参照|凡例|脚注|付注|note|source|remark|key|footnote)s?\s*"
    r"(?:[)）\]］】〕>＞:：.．。、\s\d０-９一二三四五]|$)|(?:注|備考|出典|出所|資料)\s*[:：]|source|notes?\b"
    r"|(?:最終)?(?:更新|作成|公表|公開|発表|掲載|改訂|改定|抽出)(?:年月)?日(?:時)?\s*[:：]"
    r"|release date|next release|last updated",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"explanation of|last modified|[（(]?\d{1,2}[）)]\s*\D|\d{1,2}[.．]\s+\D|\d[A-Z]"
    r"|[a-zA-Z.…・*#-]{1,3}\s*[:=：＝]\s*\S|[-・]\s+\S",
    re.IGNORECASE,
)
_CONTINUED = re.compile(r"[（(]?\s*(?:続き|つづき|前頁より|次頁へ|continued|cont\.?)\s*[）)]?", re.IGNORECASE)
_NAMES_TABLE = re.compile(r"(?:統計|調査|表|資料|データ)?(?:名称?|題名?|表題|タイトル)|title|tablename|表番号")
_FRAGMENT = re.compile(r"(?:以上|以下|未満|超|超過|まで|から|[）)」』\]]|[～〜~]$)")


@lru_cache(maxsize=1 << 16)
def key(text: str) -> str:
    """The form for matching: NFKC, no white space, lower case."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def is_index(text: str) -> bool:
    """Whether a heading names what counts or codes its rows: 順位, No., 学校コード."""
    return bool(text) and (_INDEX.fullmatch(key(text)) is not None or _CODED.search(text) is not None)


def is_year(text: str) -> bool:
    """Whether a heading says that years stand under it."""
    return _YEAR.fullmatch(key(text)) is not None


def is_unit(text: str) -> bool:
    """Whether a heading says that units stand under it."""
    return _UNIT.fullmatch(key(text)) is not None


def years_away(texts: Iterable[str]) -> int | None:
    """How many years from that of the table a heading says that its figures are: -1 for 前年度."""
    return next((_AWAY[found] for text in texts if (found := key(text).strip("()")) in _AWAY), None)


def is_head(text: str) -> bool:
    """Whether a word stands over a stub: 区分, 項目, 年度."""
    return _HEAD.fullmatch(key(text)) is not None


def is_total(text: str) -> bool:
    """Whether a label is nothing but a total: 合計, 総数, Total."""
    return _TOTAL.fullmatch(key(text)) is not None


def is_aside(text: str) -> bool:
    """Whether a line says of itself that it is a note or source: ※, 注, 出典, Source."""
    return _ASIDE.match(text.strip()) is not None


def is_note(text: str) -> bool:
    """Whether a line below figures begins as notes do, numbered ones and explained marks included."""
    return is_aside(text) or _NOTE.match(text.strip()) is not None


def without_continued(text: str) -> str:
    """Leave out what says that a table goes on: （続き）."""
    return _CONTINUED.sub("", text).strip()


def is_continued(text: str) -> bool:
    """Whether a line only says that the table goes on."""
    return _CONTINUED.fullmatch(text.strip()) is not None


def is_fragment(text: str) -> bool:
    """Whether a line can only go on with the label above it: 未満 under 200万円."""
    return _FRAGMENT.match(key(text)) is not None


def is_key(text: str) -> bool:
    """Whether a label is the key of a line of metadata: it ends in a colon."""
    return text.rstrip().endswith(("：", ":"))


def names_table(text: str) -> bool:
    """Whether the key of a line of metadata introduces a title, as 統計名 does."""
    return is_key(text) and _NAMES_TABLE.fullmatch(key(text).rstrip(":")) is not None
