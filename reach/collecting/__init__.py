"""Collecting public counters so that a stop in the middle costs nothing.

Watch    one account or post, and when it is to be read next (watching.py, by schedule.py)
Lane     one queue: a network as read for one owner, one request at a time (lanes.py, by budgets.py)
step     what is read next, reading it, keeping the outcome (steps.py)
health   how each provider fares; three failures in a row and it rests for the day (health.py)

Nothing here sleeps: who may not ask yet says when, and is asked again then.
"""
