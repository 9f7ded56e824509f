"""What the routes do. Each takes the request, already let in, and says an answer or raises.

asked.py          the request: strict bodies, who asks
widget.py         sessions and launcher of customers
staff.py          sign-in, me, teams, colleagues
conversations.py  lists, threads, commands
house.py          system, health, metrics
"""
