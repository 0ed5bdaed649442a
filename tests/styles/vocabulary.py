"""Words that made-up statistics are about: who is counted, what is counted, in which units, in which years."""

from random import Random
from typing import NamedTuple

PLACES = tuple(
    "北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 新潟県 富山県".split()  # noqa: SIM905
)
TRADES = (
    "農業,林業", "漁業", "鉱業", "建設業", "製造業", "情報通信業", "運輸業,郵便業", "卸売業,小売業", "金融業,保険業",
    "不動産業", "医療,福祉", "教育,学習支援業",
)  # fmt: skip
SCHOOLS = tuple("幼稚園 小学校 中学校 高等学校 特別支援学校 専修学校 各種学校 幼保連携型認定こども園".split())  # noqa: SIM905
CROPS = tuple("水稲 小麦 大豆 ばれいしょ キャベツ レタス りんご みかん 茶 てんさい".split())  # noqa: SIM905
WARDS = tuple("一般病院 精神科病院 療養病床 一般診療所 歯科診療所 助産所 薬局".split())  # noqa: SIM905
FUELS = tuple("石炭 原油 天然ガス 都市ガス 電力 熱 再生可能エネルギー".split())  # noqa: SIM905
CAUSES = tuple("悪性新生物 心疾患 脳血管疾患 肺炎 不慮の事故 老衰 自殺 腎不全".split())  # noqa: SIM905
AGES = ["15～24歳", "25～34歳", "35～44歳", "45～54歳", "55～64歳", "65歳以上"]
COUNTRIES = tuple(
    "Belgium Bulgaria Czechia Denmark Germany Estonia Ireland Greece Spain France Croatia Italy".split()  # noqa: SIM905
)
TOPICS: tuple[tuple[str, str, tuple[str, ...], dict[str, str]], ...] = (
    ("労働力調査", "産業", TRADES, {"就業者数": "人", "雇用者数": "人", "月末賃金": "円", "求人数": "件"}),
    ("学校基本調査", "学校種別", SCHOOLS, {"学校数": "校", "教員数": "人", "在学者数": "人", "卒業者数": "人"}),
    ("作物統計", "作物", CROPS, {"作付面積": "ha", "収穫量": "t", "産出額": "百万円", "農家数": "戸"}),
    ("医療施設調査", "施設の種類", WARDS, {"施設数": "施設", "病床数": "床", "従事者数": "人", "医業収入": "千円"}),
    ("エネルギー統計", "エネルギー源", FUELS, {"国内供給": "TJ", "輸入額": "億円", "事業所数": "件", "従業者数": "人"}),
    ("県民経済計算", "都道府県", PLACES, {"総生産": "百万円", "人口": "人", "世帯数": "世帯", "県民所得": "千円"}),
    ("人口動態統計", "死因", CAUSES, {"死亡数": "人", "届出数": "件", "医療費": "百万円", "患者数": "人"}),
)
"""What is counted: the survey, the head over its rows, the rows, and the measures with their units."""


class Topic(NamedTuple):
    """Rows of one kind, measures of one kind with their units, a title."""

    title: str
    kind: str  # the head over the rows
    rows: list[str]
    measures: list[tuple[str, str]]


def topic(random: Random, rows: int = 6, measures: int = 3) -> Topic:
    """Something that a ministry counts."""
    title, kind, all_rows, all_measures = random.choice(TOPICS)
    first = random.randrange(max(1, len(all_rows) - rows + 1))
    return Topic(title, kind, list(all_rows[first : first + rows]), random.sample(list(all_measures.items()), measures))


def amount(random: Random) -> int:
    """A figure with as many digits as statistics have."""
    return int(10 ** random.uniform(1.3, 6.2))


def era(year: int, unit: str = "年度") -> str:
    """A year by its era."""
    if year >= 2019:
        return f"令和{year - 2018}{unit}" if year > 2019 else f"令和元{unit}"
    return f"平成{year - 1988}{unit}"
