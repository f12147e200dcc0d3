"""Exports of the networks brought in by a person: looked at, matched to our posts and accounts, kept once.

An import is a snapshot dated by its download, not by its rows. Numbers of a network that only the owner
is told (reach, saves, watch time) stand beside the public ones, with «network/export» as their source.
"""
