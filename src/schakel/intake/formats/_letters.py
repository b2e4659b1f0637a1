"""Mail as text: the headers that matter above the body, and what hides in its other version."""

import re
from collections.abc import Iterable

from schakel.intake.formats._markup import text_of_html

_WORD = re.compile(r"\w{3,}")


def compose_letter(headers: Iterable[tuple[str, str]], plain: str, html: str) -> str:
    """Return one text of a mail.

    Args:
        headers: Name and value, in the order to show; empty values are left out.
        plain: The body as plain text, or empty.
        html: The body as HTML, or empty. It is added when it says something `plain` does not.
    """
    top = "\n".join(f"{name}: {' '.join(value.split())}" for name, value in headers if value)
    body = plain.strip("\n")
    if html:
        rendered = text_of_html(html).strip("\n")
        if not body:
            body = rendered
        elif set(_WORD.findall(rendered)) - set(_WORD.findall(body)):
            body = f"{body}\n\n-- HTML --\n{rendered}"
    return f"{top}\n\n{body}".strip("\n")
