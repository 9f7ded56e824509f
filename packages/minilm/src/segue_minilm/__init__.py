"""Where the sentence encoder lies on this machine, and what to know before running it.

Three facts change results (the model card has the figures):

1. The file pools and normalises by itself: its one output, ``embedding``, is a unit vector for each
   text. Pooling again, or sending token types, is wrong.
2. Its int8 activations are scaled over the whole batch, so a text's vector depends a little on its
   neighbours. **Encode one text at a time, without padding**, or an index cannot be reproduced.
3. The tokenizer file asks for padding to 128. Switch it off (fact 2); keep the cut at 128.
"""

from pathlib import Path
from typing import NamedTuple

__version__ = "1.0.0"

# Changes whenever a vector could change: part of the key of everything cached from vectors.
FINGERPRINT = "all-MiniLM-L6-v2/int8pc/1"

DIMENSIONS = 384
LONGEST_TOKENS = 128


class Paths(NamedTuple):
    """The two files of the encoder, as absolute paths."""

    model: Path
    tokenizer: Path


def paths() -> Paths:
    """Return the absolute paths of the ONNX model and of its tokenizer.

    Raises:
        FileNotFoundError: when the package was installed without its data files.
    """
    here = Path(__file__).resolve().parent
    found = Paths(here / "minilm_int8pc.onnx", here / "tokenizer.json")
    for path in found:
        if not path.is_file():
            raise FileNotFoundError(
                f"segue-minilm is installed without {path.name}: install it again."
            )
    return found
