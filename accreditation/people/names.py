"""Names and addresses in the form in which they are searched and compared."""

import unicodedata


def folded(text: str) -> str:
    """Lower case without accents and doubled spaces: "Núñez  Ávila" becomes "nunez avila"."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


# Letters of other alphabets, and digits, that look like a Latin letter: the frequent part of Unicode's table of confusables.
_LOOK_ALIKE = str.maketrans(
    "авсеһіјкмнорѕтухԁԛԝӏαβεηικνορτυχωıłøđ015",
    "abcehijkmhopstyxdqwlabenikvoptuxwilodols",
)


def skeleton(text: str) -> str:
    """For matching only: as `folded`, with look-alike letters as one and everything but letters as a space."""
    plain = folded(unicodedata.normalize("NFKC", text)).translate(_LOOK_ALIKE)
    return " ".join("".join(letter if letter.isalpha() else " " for letter in plain).split())


def tidy(text: str) -> str:
    """What a person typed on one line, without control characters and doubled spaces."""
    clean = "".join(" " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter for letter in text)
    return " ".join(unicodedata.normalize("NFC", clean).split())


def full_name(*parts: str) -> str:
    """Given names and family names in one line, without those that are not there."""
    return " ".join(part for part in parts if part)


def plain_address(email: str) -> str:
    """An e-mail address as it is kept and compared."""
    return email.strip().lower()
