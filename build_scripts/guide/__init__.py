"""What the pages of the guide rest on: sources, glossary, checklists, figures in prose, and the shape of a page."""
