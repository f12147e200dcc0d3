"""yt-dlp as a reader of counters, for TikTok and YouTube: never a download, always in a child of its own."""
