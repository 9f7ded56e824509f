"""A line of yesterday, once more: what people were told, and what another staffing had done.

    segue simulate-line --calls calls.jsonl
    segue simulate-line --calls calls.jsonl --one-more "tue 09:00-17:00 sales" --report line.html

asking.py     a question, and everything that is found
calls.py      JSON lines in: read strictly, a day at a time
presence.py   who is at work, as far as a list of calls can say
telling.py    what one customer in the line was told, and whether it held
trace.py      what happened, forward: estimates as they would have been shown, settled when known
baselines.py  the same questions, answered as other products answer them
scoring.py    how good answers were: coverage, loss, by hour, type and place
reporting.py  all figures as one value
patience.py   how long people wait before they leave (Kaplan and Meier)
staffing.py   shifts, as the calls show them, and changed ones
whatif.py     the same customers under another staffing and another order
comparing.py  how well a line is served: before and after
trying.py     what somebody would like to try, made into variants
printing.py   for a terminal
picture.py    one page for a manager (`picture_parts.py`, `picture_style.py`)

Everything is deterministic: what has to be drawn is drawn by a hash of whose it is, so that one
customer is as patient and one conversation as long in every variant that is tried.
"""
