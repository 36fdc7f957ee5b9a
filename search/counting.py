"""Totals, facets and dates out of the counts per bucket that an engine gives."""

from functools import lru_cache

from search.documents import FACETS, unbucket
from search.results import FacetValue

# The values of each facet, in the order of FACETS.
_Facets = tuple[tuple[str, ...], ...]


class Counts:
    """Totals and facets out of buckets that were counted without facet filters: each facet's own choice does not narrow
    its own values."""

    def __init__(self, buckets: dict[str, int], filters: dict[str, tuple[str, ...]]):
        self._filters = filters
        self._records: dict[str, int] = {}
        self._dates: dict[str, int] = {}
        self._values: dict[str, dict[str, tuple[set[str], int]]] = {name: {} for name in FACETS}
        self.units = 0
        # Many buckets share their facets: each combination is looked at once.
        alike: dict[_Facets, list[tuple[str, int, int]]] = {}
        for bucket, count in buckets.items():
            record, date, facets = _parsed(bucket)
            alike.setdefault(facets, []).append((record, date, count))
        for facets, found in alike.items():
            self._add(dict(zip(FACETS, facets, strict=True)), found)

    def _add(self, facets: dict[str, tuple[str, ...]], found: list[tuple[str, int, int]]) -> None:
        failing = [name for name, chosen in self._filters.items() if not set(facets[name]) & set(chosen)]
        if len(failing) > 1:
            return
        records, units = {record for record, _, _ in found}, sum(count for _, _, count in found)
        if not failing:
            for record, date, count in found:
                self._records[record] = self._records.get(record, 0) + count
                self._dates[record] = date
            self.units += units
        for name in failing or FACETS:
            values = self._values[name]
            for value in facets[name]:
                known, before = values.get(value) or (set(), 0)
                known |= records
                values[value] = (known, before + units)

    @property
    def total(self) -> int:
        return len(self._records)

    def of_record(self, record: str) -> int:
        """Matching units of a record."""
        return self._records.get(record, 0)

    def by_date(self, *, newest: bool) -> list[str]:
        """All matching records; those without a date come last."""
        sign = -1 if newest else 1
        return sorted(self._records, key=lambda r: (not self._dates[r], sign * self._dates[r], _key(r)))

    def facets(self) -> dict[str, tuple[FacetValue, ...]]:
        """Values by facet: most groups first, chosen ones always there."""
        result = {}
        for name, values in self._values.items():
            chosen = self._filters.get(name, ())
            listed = [
                FacetValue(value, len(records), units, value in chosen) for value, (records, units) in values.items()
            ]
            listed += [FacetValue(value, 0, 0, True) for value in dict.fromkeys(chosen) if value not in values]
            result[name] = tuple(sorted(listed, key=lambda item: (-item.groups, item.value)))
        return result


@lru_cache(maxsize=20_000)
def _parsed(bucket: str) -> tuple[str, int, _Facets]:
    record, date, facets = unbucket(bucket)
    return record, date, tuple(facets[name] for name in FACETS)


def _key(record: str) -> tuple[str, int]:
    kind, _, pk = record.rpartition(":")
    return kind, int(pk)
