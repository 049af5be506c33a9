"""What spreadsheets show where a cell has no value."""

import re

# In English and French, as LibreOffice numbers them, and a number in a narrow column.
_ERROR = re.compile(
    r"#(?:N/A|REF!|DIV/0!|NAME\?|VALUE!|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!"
    r"|UNKNOWN!|GETTING_DATA|NOM\?|VALEUR!|NOMBRE!|NUL!|CHAMP!|PROPAGATION!|EPARS!)"
    r"|Err:\d{3}|#{3,}"
)


def is_error(text: str) -> bool:
    """Whether a text is such an error: #REF!, #N/A, Err:502, ####."""
    return text[:1] in ("#", "E") and _ERROR.fullmatch(text) is not None
