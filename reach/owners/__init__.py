"""The owner of an account agrees, by a link opened on their phone, that its counters are read.

Link     asks the owner of one account; shown once, good for seven days (links.py)
state    one way to the network's page and back, good once (links.py)
access   what the consent opened: tokens of that account alone, sealed (access.py)
renewal  a new token before the old one ends, by one process at a time (renewal.py)
ended    the owner took it back, or the account may no longer be collected: erased here first, then
         given back to the network (ending.py)

Networks are asked outside any transaction, by the edges (reach.jobs, reach.routes).
"""
