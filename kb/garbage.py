"""How often a web process looks for garbage that only a collection finds."""

import gc


def settle() -> None:
    """Called when all is loaded: code and settings stay for good, and a full collection that walks them costs a reader
    some 100 ms. Rows and what was prefetched for them refer to each other in circles: a long page leaves tens of
    thousands of objects, so collections cannot be as rare as they could be cheap."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 5, 4)
