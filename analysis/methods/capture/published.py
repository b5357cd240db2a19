"""Published tables of capture histories, with known answers: some printed by their authors, some that follow from them.

The counts are facts, typed with their source. They show that the methods do what they say; they are not about the dead
of this project.
"""

from __future__ import annotations

import pandas as pd

from analysis.methods.capture.histories import Histories, frame_of, histories

FIVE = (
    "LA NG PFNCA GO GP",
    "10000 54;01000 463;00100 995;00010 695;00001 316;11000 15;10100 19;10010 3;01100 62;01010 19;01001 1;00110 76;"
    "00101 11;00011 8;11100 1;11010 1;01110 4;11110 1",
)
SIX = (
    "LA NG PF GO GP NCA",
    "100000 54;010000 463;001000 907;000100 695;000010 316;000001 57;110000 15;101000 19;100100 3;011000 56;010100 19;"
    "010010 1;010001 3;001100 69;001010 10;001001 31;000110 8;000101 6;000011 1;111000 1;110100 1;011100 4;011001 3;"
    "001101 1;111100 1",
)
THREE = ("d1 d2 d3", "100 60;010 49;110 4;001 247;101 112;011 142;111 12")
BARE = ("A B C", "100 40;010 30;001 20;110 6")
TABLES = {
    "uk-five": ("Modern slavery, UK 2013, five lists (Silverman 2014)", FIVE),
    "uk-six": ("Modern slavery, UK 2013, six lists (Silverman 2014)", SIX),
    "three-lists": ("Three lists (Madigan and York 1997)", THREE),
    "artificial": ("Three lists made to fail (Chan, Silverman and Vincent 2021)", BARE),
}
PRIOR_A, PRIOR_B, DELTA, MOST_UNSEEN = 13.14, 55.17, 1.0, 300  # Madigan and York 1997, as in CRAN dga


def source(*names: str) -> str:
    """Return what figures of published tables rest on, in words: the publications.

    >>> source("three-lists")
    'counts printed in: Three lists (Madigan and York 1997); no row of ours'
    """
    told = "; ".join(TABLES[name][0] for name in names or TABLES)
    return f"counts printed in: {told}; no row of ours"


def frame(name: str) -> pd.DataFrame:
    """Return a published table as a frame of histories."""
    lists, noted = TABLES[name][1]
    rows = [(digits, int(count)) for digits, count in (row.split() for row in noted.split(";"))]
    return frame_of(lists.split(), rows)


def held(name: str) -> Histories:
    """Return a published table as counts of histories.

    >>> held("uk-five").observed, held("uk-six").observed, held("three-lists").observed
    (2744, 2744, 626)
    """
    return histories(frame(name))
