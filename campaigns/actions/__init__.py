"""What is done outside: a van date, a market, a poster round, a radio spot, a workshop.

An action is planned, confirmed, held or cancelled (states.py); counts come after it was held, and
what nobody has said is None, never 0. `planning.add_action` makes one, `listing.actions` reads
them, `acts` says what became of them; `series` and `draws` make many at once and draw their places.
"""
