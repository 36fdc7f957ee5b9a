"""Labels of provisions under the name by which this room knows them; the rules stand in `records.labels`."""

from records.labels import UNIT_WORDS, fold, normalise

__all__ = ["UNIT_WORDS", "fold", "normalise"]
