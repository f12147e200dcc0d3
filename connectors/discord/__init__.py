"""Discord: how many members a server has and how many are online, from an invitation that never expires.

Both numbers are approximate by the network's own word. Who made the invitation is dropped at once.
"""
