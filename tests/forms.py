"""What the page's script does with a form, for tests that have no page."""


def nested(texts):
    """What the page's script does: names to nested values, by path alone; rows without their numbers' gaps."""
    tree = {}
    for path, text in texts.items():
        *groups, name = path.split(".")
        here = tree
        for group in groups:
            here = here.setdefault(group, {})
        here[name] = text

    def lists(value):
        if not isinstance(value, dict):
            return value
        if value and all(key.isdigit() for key in value):
            return [lists(value[key]) for key in sorted(value, key=int)]
        return {key: lists(inner) for key, inner in value.items()}

    return lists(tree)
