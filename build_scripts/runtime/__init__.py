"""Assembles the Python runtime that the calculators' pages load in a browser.

Run `python -m build_scripts.runtime`. The result stands in `build/runtime/<content hash>/`
and `build/runtime/current.json` says which hash is the current one.
"""
