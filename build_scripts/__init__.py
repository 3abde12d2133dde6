"""Everything that builds, serves and checks the project."""
