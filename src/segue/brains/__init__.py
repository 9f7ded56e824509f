"""The brains: everything read out of text by models, offline and off the event loop.

    encoder     sentences to vectors, one at a time (MiniLM); `multilingual` is another, by choice
    languages   which language, or unsure
    small_talk  greetings and thanks, which are neither questions nor misses
    pages       help pages from files: items and passages
    knowledge   the answer from them, and how sure; `wording` and `vectors` serve it
    signals     what a conversation's turns say besides: asks for a person, repeats, mood, money
    reading     the same, off the event loop
    heads       small models over vectors: asks for a person, is annoyed, afraid (HEADS.md)
    moods       how a turn sounds, from its surface: angry, worried, pleased
    topics      urgent and delicate matters by their words and by sentences of the same meaning
    repetition  the same question again, the same answer again, going in circles; `no_answer`
    plain       a turn's text as lists of words read it; `phrases` are such lists
    versions    name@version of everything that took part
    commands    `segue signals` and `segue answer`: JSON lines in, JSON lines out
    errors      what can go wrong

They advise; `segue.domain` decides. Asking for a person is known without any of this
(`segue.domain.asking`), so a customer reaches a person even when every model is down.
"""
