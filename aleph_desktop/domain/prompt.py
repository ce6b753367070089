"""How long a prompt is, as the model's vendor counts."""


def utf16_length(text: str) -> int:
    """UTF-16 code units: an emoji is two.

    Vendor docs: the limit of 1000 counts UTF-16 units. A lone surrogate counts one.
    """
    return len(text) + sum(1 for character in text if character > "\uffff")
