"""What people type as their name at the entrance, and whom they mean."""

import unicodedata

from portal.staff.models import StaffMember


def username_of(typed: str) -> str:
    """The user name that ``typed`` means: itself, in other letters, or by mail address.

    Nobody's name comes back as it was typed, so that the refusal is the same for all.
    """
    for lookup, name in [
        ("username", typed),
        ("username__iexact", same_letters(typed)),
        ("email__iexact", same_letters(typed)),
    ]:
        found = list(StaffMember.objects.filter(**{lookup: name}).values_list("username")[:2])
        if len(found) == 1:
            return found[0][0]
    return same_letters(typed)


def same_letters(typed: str) -> str:
    """ＴＡＲＯ and " taro" are the same keys pressed: full width and spaces fall away."""
    return unicodedata.normalize("NFKC", typed).strip()


def guess_name(name: str) -> str:
    """Under which name tries are counted: case, width and accents make no second account."""
    letters = unicodedata.normalize("NFKD", same_letters(name)).casefold()
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
