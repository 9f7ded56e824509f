"""Why then, and why not earlier: the decisions of one conversation, made again from its journal.

shapes.py    what is told
"""
