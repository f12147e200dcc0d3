"""Snapchat by its public profile page: subscribers where shown, and the counters of Spotlights.

An account without a public profile has no number at all; the views of stories are nobody's to know.
"""
