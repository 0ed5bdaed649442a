"""Spreadsheets: one grid model for xlsx, xls, ods and csv; blocks, header trees, values under complete headings."""

from extract.sheet.reading import read

__all__ = ["read"]
