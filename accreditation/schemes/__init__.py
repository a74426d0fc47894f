"""Schemes (numbers, rubrics, reasons, versioned) and calls for candidates."""
