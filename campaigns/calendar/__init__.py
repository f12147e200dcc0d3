"""The one calendar: what is planned in every room, between two days.

items    what stands in the calendar, one query per source
moving   another day or hour for a post or an action, and back again
days     public and school holidays behind it
month    a month to print
"""
