"""How numbers are written in Spanish: 2.000 and 6,2."""

DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "."
