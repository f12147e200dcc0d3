"""YouTube by its Data API (a key is enough) or, without a key, by yt-dlp.

Subscribers are rounded down to three figures by the network itself. Since March 2025 a view of a Short is
any start of it: the series before is another one.
"""
