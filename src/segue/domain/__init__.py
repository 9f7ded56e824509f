"""The rules of Segue, pure: no clock, no randomness, no await, no log, no database.

The map, one room for each rule:

    conversation   decide, apply, react, step: the life of one conversation
    by_customer, by_bot, by_clock, by_agent
                   `decide`, split by who speaks; joining and telling hold what they share
    applying, reacting
                   what is true after an event, and what must be done because of it
    replying, collecting, fields
                   a bot's reply, whole; asking for one thing at a time, and finding it in words
    acting, wanting, finishing
                   a run of an action, from the wish to its result
    identifying, knowing
                   who the customer is, for sure, and what is known of them
    stages         who has it now: seven stages, each with just its own fields
    inputs, events, effects
                   what the world says, what is kept for ever, what the shell must do
    state          the snapshot; policy and floor: what a decision may depend on
    asking         "I want a person", in many languages; courtesy: thanks, yes, solved
    facts          order numbers, addresses and amounts in a customer's words
    briefing       what the agent is told; showing: what the customer sees; words: the sentences
    relaxing, outgrowing
                   what is let go after a wait; a wait that grew is said, an answer that is due
    promising, phoning
                   later answers, and by when; what came of a call. destinations: which team
    routing        who is next and who gets it; lineup: the same for ten thousand; needs, why
    waits          the honest estimate; hours and slots: open or not, times for calls
    access         who may see and do what; visibility: which events reach whom
    errors         refusals, each with a stable code
"""
