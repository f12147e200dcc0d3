"""Bluesky: followers and posts of an account; likes, replies and reposts of a post. Public and exact.

Who asked not to be shown to people who are not signed in is not read.
"""
