"""One campaign, whole: what it wants and by when, its phases, its money, what was tried and learnt.

whole      everything about one campaign, for its page
editing    say it better; two people who write at once lose nothing
budget     hours by kind at a loaded cost, running costs, purchases: exact to the cent
progress   what was reached, of what was aimed at
copying    the same again, later
"""
