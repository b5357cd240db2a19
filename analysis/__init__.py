"""civcas: local-media, monitor and official civilian-casualty figures side by side, each with its rows.

Rooms, from the top floor down (imports run downwards only): ``cli``, ``publish``, ``methods``, ``data``,
and the ground: ``toll``, ``dates``, ``errors``, ``paths``.
"""

__version__ = "0.1.0"
