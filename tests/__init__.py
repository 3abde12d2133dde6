"""Everything that checks the project. A package, so that no dependency’s `tests` can stand in its place."""
