"""The error of an address that cannot be used."""


class AddressError(ValueError):
    """What is wrong with an address of a source, and what to write instead. It repeats no credential."""
