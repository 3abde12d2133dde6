"""How results are shown: sentences, HTML, charts, JSON and CSV. It knows results, not engines."""
