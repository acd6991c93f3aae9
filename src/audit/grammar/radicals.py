"""Radicals and compatibility forms: signs that look like a Han character and are another code.

Programs that write PDFs give them where a font has one drawing for both: ⼯作 for 工作.
Source: Unicode's EquivalentUnifiedIdeograph.txt for the radicals supplement (U+2E80-2EF3,
of which NFKC maps two), NFKC for the Kangxi radicals and compatibility ideographs. Each maps
to one character. NFKC on other characters would turn ％, ① and ㎡, which the rules need.
"""

import unicodedata
from collections.abc import Mapping

_SUPPLEMENT = (
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧"
    "⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍"
    "⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳"
)
_UNIFIED = (
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛"
    "犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶"
    "辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
_COMPATIBILITY = (range(0x2F00, 0x2FD6), range(0xF900, 0xFB00), range(0x2F800, 0x2FA20))


def _equivalents() -> Mapping[int, int]:
    found = dict(zip(map(ord, _SUPPLEMENT), map(ord, _UNIFIED), strict=True))
    for block in _COMPATIBILITY:
        for code in block:
            char = unicodedata.normalize("NFKC", chr(code))
            if len(char) == 1 and ord(char) != code:
                found[code] = ord(char)
    # Unicode names 戶; what is printed on the mainland, ⽤⼾, is 户.
    found[ord("⼾")] = ord("户")
    return found


UNIFIED: Mapping[int, int] = _equivalents()
"""From the code of such a sign to that of the Han character it stands for."""
