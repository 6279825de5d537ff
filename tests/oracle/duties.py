"""Plain readings of the terms about duties beside spending: notices, statements, reports, records."""

DUTY_LINE_TERMS = {}
DUTY_TERMS = {}
