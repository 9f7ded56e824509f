"""One file a step: `expand_NNNN_what.py` adds, `contract_NNNN_what.py` takes away."""
