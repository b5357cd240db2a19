"""One graph of outlet claim, monitor incident and official determination: every edge typed, with its reason.

``names`` (spellings), ``records`` (what is linked), ``pairs`` (candidates and their parts), ``rules`` (strict, central,
lenient), ``assign`` (one to one), ``graph`` (edges, reviewed decisions), ``accuracy`` (precision and recall).
"""
