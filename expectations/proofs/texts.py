"""Texts in columns: as Arrow arrays, so that a million are named, taken and compared, and none is touched by itself.

Out of scope: what the texts mean (the proofs beside this module).
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]

KIND = pa.large_string()
AT_ONCE = 1 << 16
"""So many texts are objects at a time."""

STR = pd.StringDtype(na_value=np.nan)
"""What pandas calls `str`."""


def texts(given: pd.Series | Sequence[str | None] | NDArray[np.object_]) -> pa.Array:
    """Texts as an Arrow array; what is missing is null."""
    if isinstance(given, pd.Series) and isinstance(given.dtype, pd.CategoricalDtype):
        codes = given.cat.codes.to_numpy()
        return texts(given.cat.categories.tolist()).take(pa.array(codes.astype("int32"), mask=codes < 0))
    made = pa.array(given, type=KIND, from_pandas=True)
    return made.combine_chunks() if isinstance(made, pa.ChunkedArray) else made


def column(given: pa.Array) -> pd.api.extensions.ExtensionArray:
    """An Arrow array as a pandas column: of the type `str` where it holds texts."""
    return pd.array(given, dtype=STR if given.type == KIND else pd.ArrowDtype(given.type))


def joined(*parts: pa.Array | str) -> pa.Array:
    """Texts set side by side; what is missing adds nothing."""
    given = (pa.scalar(part, KIND) if isinstance(part, str) else part for part in (*parts, ""))
    return pc.binary_join_element_wise(*given, null_handling="replace", null_replacement="")


def hashed(given: pa.Array) -> Hashes:
    """A number for each text, the same in every process."""
    parts = (given.slice(start, AT_ONCE) for start in range(0, len(given), AT_ONCE))
    numbers = [pd.util.hash_array(part.to_numpy(zero_copy_only=False), categorize=False) for part in parts]
    return np.concatenate([np.zeros(0, dtype="uint64"), *numbers])


def hexadecimal(numbers: Hashes) -> pa.Array:
    """Numbers as 16 hexadecimal digits each."""
    pairs = np.array([f"{byte:02x}".encode() for byte in range(256)], dtype="S2").view("uint16")
    digits = pairs[numbers.astype(">u8").view("uint8")]
    ends = pa.py_buffer(np.arange(len(numbers) + 1, dtype="int64") * 16)
    return pa.Array.from_buffers(KIND, len(numbers), [None, ends, pa.py_buffer(digits.tobytes())])
