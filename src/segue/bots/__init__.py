"""Bots: what answers `AskBot`. Each implements `segue.app.ports_bot.Bot` and knows no other.

knowledge   answers from help pages, offline
words       its own sentences, in the customer's language
"""
