"""Spanish of the Americas (es-419): 1,234,567.8 and day-month-year. Django's own "es" writes Spain's."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
