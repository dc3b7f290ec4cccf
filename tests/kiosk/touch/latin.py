"""Ukrainian in Latin letters, by the national standard (Cabinet of Ministers, 27.01.2010, No. 55)."""

_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_ELSEWHERE = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z", "и": "y",
    "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "iu", "я": "ia",
    "ь": "", "'": "", "’": "",
}  # fmt: skip


def romanised(text: str) -> str:
    """
    >>> romanised("Згурський, щастя, Яготин, ім'я")
    'zghurskyi, shchastia, yahotyn, imia'
    """
    said, before = "", " "
    small = text.lower().replace("зг", "\0")
    for letter in small:
        if letter == "\0":
            said += "zgh"
        else:
            said += (_FIRST if not before.isalpha() and before not in "'’\0" else {}).get(letter) or _ELSEWHERE.get(
                letter, letter
            )
        before = letter
    return said
