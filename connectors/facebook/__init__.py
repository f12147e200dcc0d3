"""Facebook: a Page's own followers and posts, with the token of that Page. Nobody else's.

Other pages need Meta's approval (Page Public Content Access); pages read without signing in are not
dependable, so there is no such reader: the export of Meta Business Suite takes its place.
"""
