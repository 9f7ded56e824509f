"""The imperative shell: short, async, and without rules of its own.

ports      what the shell needs from the outside, as narrow as it needs it
turn       the one door: a conversation changes only through `Turns.take`
jobs       effects as job rows, and rows as work: leases, retries, dead letters
work       what each kind of job does: consider, ask the bot, timers, mails
feed       who is listening; wake-ups after the commit, never the record
router     wakes when somebody waits or comes free, and says `AgentFound`
presence   who is on shift, and who has been lost
staffing   the floor: what decisions may know about teams and waits
"""
