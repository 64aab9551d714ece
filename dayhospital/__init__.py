"""Dayhospital runs an oncology day hospital."""

__version__ = "0.1.0"
