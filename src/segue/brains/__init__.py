"""The brains: everything read out of text by models, offline and off the event loop.

    encoder     sentences to vectors, one at a time (MiniLM)
    languages   which language, or unsure
    small_talk  greetings and thanks, which are neither questions nor misses
    pages       help pages from files: items and passages
    knowledge   the answer from them, and how sure; `wording` and `vectors` serve it
    signals     what a conversation's turns say besides: asks for a person, repeats, mood, money
    reading     the same, off the event loop
    heads       two small models over vectors: asks for a person, is annoyed (HEADS.md)
    moods       how annoyed a turn sounds, from its surface
    topics      urgent and delicate matters by their words
    commands    `segue signals` and `segue answer`: JSON lines in, JSON lines out
    errors      what can go wrong

They advise; `segue.domain` decides. Asking for a person is known without any of this
(`segue.domain.asking`), so a customer reaches a person even when every model is down.
"""
