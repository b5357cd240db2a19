"""Who is cited: spellings of one outlet are one outlet only where they are listed here.

A cited name may be that of a private person's account. So a name is copied only when it is listed, below or as a
publisher of this project. Any other becomes a stable pseudonym: two rows that cite the same spelling still cite one
speaker, but no table says who it is.
"""

from __future__ import annotations

import hashlib
import re

import pandas as pd

from analysis.data import raw
from analysis.paths import Project

COLUMNS = ["publisher_id", "name", "family", "kind", "country", "languages", "note"]

# Further spellings of publishers of this project, folded as `fold` does.
SPELLINGS = {
    "afp": "afp|agence france presse",
    "airwars": "airwars.org",
    "alaraby": "al araby|al araby al jadid|al araby al jadeed|alaraby|the new arab",
    "aljazeera": "al jazeera|aljazeera|al jazeera english|al jazeera arabic|ajarabic",
    "alquds": "al quds al arabi",
    "amnesty": "amnesty",
    "ap": "ap|the associated press",
    "baladi": "baladi|baladi news network",
    "centcom": "centcom|us centcom|us central command",
    "cjtf": "cjtf oir|oirspox|cjtf oir civilian casualty report|cjtf oir monthly civilian casualty report|"
            "operation inherent resolve",
    "dez24": "deir ezzor24|deirezzor24|deir ez zor 24|deirezzor 24|deir ez zor24",
    "dod": "pentagon|department of defense|dod",
    "euphratespost": "euphratespost|euphratpost|euphratspost",
    "guardian": "guardian",
    "horrya": "horrya|horrya news|horrya.net",
    "hrw": "hrw",
    "independent": "independent",
    "ibc": "ibc|iraqbodycount",
    "k24": "k24|kurdistan24",
    "latimes": "la times",
    "mcclatchy": "mcclatchy newspapers|mccla",
    "nyt": "nyt|the new york times",
    "rbss": "raqqa is being slaughtered silently|rbss|raqqa sl",
    "reuters": "reu",
    "rudaw": "rudaw english|rudaw tv",
    "sharqiya": "al sharqiyah|al shar|sharqiya tv",
    "shrc": "syrian human rights committee|shrc",
    "snhr": "snhr|sn4hr",
    "sohr": "sohr|sohr news|syrian observatory|syriahr|syriahr.com",
    "sputnik": "sputnik arabic|sputnik news",
    "syr-state": "sana|sana news|syrian arab news agency|sana agency",
    "syrianpc": "syrian press center|syrian press centre",
    "trt": "trt world|trt arabic",
    "vdc": "vdc",
}  # fmt: skip

# Publishers this project does not have: family, kind, country, languages, and their spellings; the first is the name.
OTHERS = {
    "alarabiya": ("international_media", "regional_outlet", "AE", "ar;en", "Al Arabiya|al arabiya syria|alarabiya"),
    "anadolu": ("international_media", "state_agency", "TR", "tr;ar;en", "Anadolu Agency|anadolu|aa"),
    "cnn": ("international_media", "outlet", "US", "en", "CNN"),
    "dpa": ("international_media", "outlet", "DE", "de;en", "dpa|deutsche presse agentur"),
    "eldorar": ("local_media", "outlet", "SY", "ar", "Eldorar Alshamia|eldorar"),
    "enabbaladi": ("local_media", "outlet", "SY", "ar;en", "Enab Baladi|enabbaladi"),
    "halabtoday": ("local_media", "outlet", "SY", "ar", "Halab Today TV|halab today|halabtodaytv"),
    "jisr": ("local_media", "outlet", "SY", "ar", "Jisr TV|al jisr tv|al jisr|jesr press|jisr"),
    "khabour": ("local_media", "outlet", "SY", "ar", "Al Khabour|khabour|alkhabour21"),
    "nina": ("local_media", "outlet", "IQ", "ar;en", "National Iraqi News Agency|nina"),
    "masar": ("local_media", "outlet", "SY", "ar", "Masar Press|masarpressnet|masar press agency"),
    "naher": ("local_media", "outlet", "SY", "ar", "Naher Media|nahermedia"),
    "nedaapost": ("local_media", "outlet", "SY", "ar", "Nedaa Post|nedaa post net"),
    "northpress": ("local_media", "outlet", "SY", "ar;en;ku", "North Press Agency|north press"),
    "orient": ("local_media", "outlet", "SY", "ar", "Orient News|orient|orient tv"),
    "qasioun": ("local_media", "outlet", "SY", "ar;en", "Qasioun|qasioun news|qasioun news agency"),
    "radioalkul": ("local_media", "outlet", "SY", "ar", "Radio Al-Kul|radio alkul"),
    "rt": ("international_media", "state_agency", "RU", "ru;ar;en", "RT|arabic rt|rt arabic|russia today"),
    "shaam": ("local_media", "outlet", "SY", "ar", "Shaam News Network|shaam news|shaam|shaam network|snn"),
    "smart": ("local_media", "outlet", "SY", "ar;en", "Smart News Agency|smart news|smart"),
    "soundpicture": ("local_media", "outlet", "SY", "ar;en", "Sound and Picture|sound and picture organization"),
    "step": ("local_media", "outlet", "SY", "ar", "Step News Agency|step news|step agency"),
    "syriatv": ("local_media", "outlet", "SY", "ar", "Syria TV|syr television"),
    "voi": ("local_media", "outlet", "IQ", "ar;en", "Voices of Iraq|voi|aswat al iraq"),
    "whitehelmets": ("monitor", "ngo", "SY", "ar;en",
                     "Syrian Civil Defence|syrian civil defense|white helmets|the white helmets|syriacivildefe"),
    "xinhua": ("international_media", "state_agency", "CN", "zh;en", "Xinhua|xin"),
    "zamanalwasl": ("local_media", "outlet", "SY", "ar", "Zaman al-Wasl|zaman al wasl|zamanalwasl|zaman alwasl"),
    "ucdp": ("monitor", "recorder", "SE", "en", "Uppsala Conflict Data Program|ucdp"),
    "acled": ("monitor", "recorder", "US", "en", "ACLED|armed conflict location and event data"),
}  # fmt: skip
NUMBERED = re.compile(r"\s*\(\d{1,2}\)$")
PSEUDONYM = "unlisted-"
UNLISTED = "cited in the export; in no list of outlets here, so its name, which may be a person's, is not copied"
FAMILY, KIND = "witness", "unlisted"  # nothing is known about the speaker; never count as media


def fold(name: str) -> str:
    """Return a spelling without case, ``@``, hyphens, underscores and a number in brackets at its end.

    >>> fold("Euphrates Post (2)"), fold("@Step_Agency"), fold("Al-Jisr")
    ('euphrates post', 'step agency', 'al jisr')
    """
    plain = NUMBERED.sub("", name).lstrip("@").casefold()
    return " ".join(re.sub(r"[-_–]", " ", plain).split())


def publishers(project: Project) -> pd.DataFrame:
    """Return every publisher whose name may be copied: the project's own, and `OTHERS`."""
    own = raw.read_raw("publishers", Project(project.root))
    rows = [(key, told[-1].split("|")[0], *told[:-1], None) for key, told in OTHERS.items()]
    more = pd.DataFrame(rows, columns=COLUMNS).astype("str")
    # Notes of the project's own table speak of its own rows.
    both = pd.concat([own.drop(columns="note"), more], ignore_index=True)
    return both.drop_duplicates("publisher_id").reindex(columns=COLUMNS).astype("str")


def listed(known: pd.DataFrame) -> dict[str, str]:
    """Return the publisher of every folded spelling that is listed."""
    names = {fold(name): key for key, name in zip(known["publisher_id"], known["name"], strict=True)}
    for key, spelled in SPELLINGS.items():
        names |= {fold(spelling): key for spelling in spelled.split("|")}
    for key, told in OTHERS.items():
        names |= {fold(spelling): key for spelling in told[-1].split("|")}
    return names


def cited(names: pd.Series, known: pd.DataFrame) -> pd.DataFrame:
    """Return ``publisher_id`` and ``outlet_as_written`` for a column of cited names.

    Parameters
    ----------
    names : Series of str
        As the export writes them.
    known : DataFrame
        See `publishers`.
    """
    codes, spellings = pd.factorize(names)
    found = listed(known)
    folded = [fold(text) for text in spellings]
    ids = [found.get(text) or PSEUDONYM + hashlib.sha256(text.encode()).hexdigest()[:12] for text in folded]
    shown = [text if not key.startswith(PSEUDONYM) else _name(key) for text, key in zip(spellings, ids, strict=True)]
    columns = {"publisher_id": ids, "outlet_as_written": shown}
    return pd.DataFrame({name: pd.array(told, dtype="str").take(codes) for name, told in columns.items()}, names.index)


LANGUAGES = {"Arabic": "ar", "English": "en", "French": "fr", "Kurdish": "ku", "Russian": "ru", "Turkish": "tr"}


def spoken(ids: pd.Series, language: pd.Series) -> dict[str, str]:
    """Return the languages in which each publisher was cited, as codes joined by semicolons.

    >>> spoken(pd.Series(["a", "a", "b"]), pd.Series(["English", "Arabic", None]))
    {'a': 'ar;en'}
    """
    told = pd.DataFrame({"id": ids, "code": language.map(LANGUAGES)}).dropna().drop_duplicates()
    joined = told.sort_values(["id", "code"]).groupby("id")["code"].agg(";".join)
    return {str(publisher): codes for publisher, codes in joined.items()}


def rows(ids: pd.Series, known: pd.DataFrame, language: pd.Series | None = None) -> pd.DataFrame:
    """Return the rows of publishers.csv for the publishers that are used, in order of their keys.

    Parameters
    ----------
    ids : Series of str
        Publisher of each cited source.
    known : DataFrame
        See `publishers`.
    language : Series of str, optional
        Language of each cited source; it fills the languages of publishers that this project does not have.
    """
    used = pd.Series(sorted(ids.dropna().unique()), dtype="str")
    hidden = used[used.str.startswith(PSEUDONYM)]
    made = pd.DataFrame({"publisher_id": hidden, "name": hidden.map(_name), "family": FAMILY, "kind": KIND,
                         "note": UNLISTED}, columns=COLUMNS)  # fmt: skip
    kept = known[known["publisher_id"].isin(used)]
    if language is not None:
        made = made.assign(languages=made["publisher_id"].map(spoken(ids, language)))
    return pd.concat([kept, made.astype("str")], ignore_index=True).sort_values("publisher_id").reset_index(drop=True)


def _name(key: str) -> str:
    """Return how a pseudonym is shown."""
    return f"Unlisted outlet {key.removeprefix(PSEUDONYM)}"
