"""Mastodon: followers and posts of an account; likes, replies and boosts of a post. Public and exact.

Each server knows its own people only, so the server in «@name@server» is the one that is asked.
"""
