"""Answering with a language model that the company chose, grounded in what the company wrote.

An extra: `pip install segue[llm]`. Nothing here is imported before a model is set, and pydantic-ai
not before the first turn. One turn goes through these rooms:

    finding     which passages may be shown to the model, and which customer may see them
    prompt      the one place where words for the model are put together; data is marked as data
    asking      one bounded request: streamed, timed, retried, paid for out of `spending`
    spoken      what came back, read as a form: a text, citations, wishes
    checking    every sentence against the passages it cites; what they do not say is cut
    wishes      an action is wanted only with values that the customer said or that are known
    measuring   how sure to be, from what was measured and never from the model's word alone

Whatever fails on the way, the offline answer is given instead: a customer never learns that there
was a model. The model's good will protects nothing: the tests run these rooms against a model that
does whatever any text tells it to.
"""
