"""Public counters over time: sums by day and week, what may be compared, what goes.

rollups.py      the last word, days and weeks of each target, made from snapshots
networks.py     the weeks of each network, made from those
definitions.py  where a network began to count otherwise, as dated data
curves.py       points to draw, and growth where there is one
remapping.py    old bodies through the mapper of today
keeping.py      what is too old goes; what an ambassador took back goes at once
"""
