"""Experts of before this program: taken over from a spreadsheet, and unverified until they and their administration confirm."""
