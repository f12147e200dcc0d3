"""Pictures and videos of posts: measured, made harmless, described, and shown only while people agree."""
