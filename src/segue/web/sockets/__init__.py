"""The two hot paths. Plain ASGI: decode, take, write; nothing else.

wire.py      one socket's way out: batched, bounded, closed when its reader is too slow
audience.py  who hears what: customers in rooms, staff at screens
rooms.py     one conversation's customer sockets, always at the same place of the journal
screens.py   the staff's sockets: who is interested, offers, lines, presence
customer.py  the customer's endpoint
agent.py     the agent's endpoint
"""
