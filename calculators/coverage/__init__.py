"""The domain: what a plan promises, what care is planned, and what one visit after another then costs.

Pure: no clock, no files, no English. Amounts are integer cents.
"""
