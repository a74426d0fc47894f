"""Certificates as documents: number, check, render, sign, log, verify."""
