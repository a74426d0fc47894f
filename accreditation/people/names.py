"""Names and addresses in the form in which they are searched and compared."""

import unicodedata


def folded(text: str) -> str:
    """Lower case without accents and doubled spaces: "Núñez  Ávila" becomes "nunez avila"."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


def tidy(text: str) -> str:
    """What a person typed on one line, without control characters and doubled spaces."""
    clean = "".join(" " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter for letter in text)
    return " ".join(unicodedata.normalize("NFC", clean).split())


def plain_address(email: str) -> str:
    """An e-mail address as it is kept and compared."""
    return email.strip().lower()
