"""Other people's exports become our tables: every row is accepted by a written rule or listed with the reason.

``encodings`` and ``reading`` turn bytes into rows of text, ``days`` and ``values`` turn cells into dates, numbers and
places, ``rejects`` parts the rows, one module for each format maps its columns, ``study`` writes the result.
"""
