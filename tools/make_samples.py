"""Write the files that the demo begins with: `python -m tools.make_samples`.

Everything in them is invented. The telephone number is from the range that the British regulator
keeps for drama, the account number is the published example of the IBAN registry.
"""

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

SAMPLES = Path(__file__).parents[1] / "src" / "schakel" / "site" / "demo" / "samples"

MAIL = """\
Good morning,

A man who calls himself Rico Fantasia asked us for forty life vests and three outboard engines,
to be paid in cash: EUR 14.500,00. He left the number +44 7700 900123 and the mailbox
rico.boats@example.com, and writes on Telegram as @rico_boats_demo.

The deposit should come from account IT60 X054 2811 1010 0000 0123 456. He drives a white van,
Dutch plate 99-ZZX-9, and wants to load at 38.11570, 13.36150 near Palermo on 27 November 2026.

A driver told me that some twenty people are waiting in a house nearby, children among them.
The pro forma invoice is attached.

Harbour office, Porto Immaginario
"""

INVOICE = (
    "PRO FORMA INVOICE 2026-114",
    "Nautica Immaginaria, Porto Immaginario",
    "",
    "Customer: Rico Fantasia, telephone 0044 7700 900123",
    "3 outboard engines 40 hp               EUR 9.900,00",
    "40 life vests                          EUR 4.600,00",
    "Deposit from IBAN IT60X0542811101000000123456",
    "Delivery to motor vessel FIORE, IMO 9074729",
    "Order number 20261140099, article 197a",
)

CHAT = """\
24/11/2026, 08:12 - Rico: the boat is ready friday
24/11/2026, 08:13 - Unknown: how many
24/11/2026, 08:13 - Rico: 20, two are small. bring the money, 3.500 each
24/11/2026, 08:15 - Rico: new number is +44 7700 900456
"""


def pdf_of(lines: tuple[str, ...]) -> bytes:
    """Return a one-page PDF with `lines` as its text (the smallest of ISO 32000-1)."""
    shown = "".join(f"({_escaped(line)}) Tj T*\n" for line in lines)
    stream = f"BT /F1 11 Tf 14 TL 60 780 Td\n{shown}ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
    ]
    content, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        content
        + b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(content)
    )


def mail() -> bytes:
    """Return the mail with the invoice attached."""
    message = EmailMessage(policy=SMTP)
    message["From"] = "Harbour office <harbour.office@example.net>"
    message["To"] = "Liaison post <liaison@example.org>"
    message["Date"] = "Tue, 24 Nov 2026 07:55:00 +0100"
    message["Subject"] = "Boat engines, collection on Friday"
    message["Message-ID"] = "<demo-1@example.net>"
    message.set_content(MAIL)
    message.add_attachment(
        pdf_of(INVOICE), maintype="application", subtype="pdf", filename="invoice.pdf"
    )
    message.set_boundary("schakel-demo")
    return message.as_bytes()


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def write() -> None:
    """Write the samples into the product."""
    SAMPLES.mkdir(parents=True, exist_ok=True)
    (SAMPLES / "hint-harbour-office.eml").write_bytes(mail())
    (SAMPLES / "chat-export.txt").write_text(CHAT, encoding="utf-8")
    (SAMPLES / "reply-vessel-register.pdf").write_bytes(
        pdf_of(
            (
                "EXTRACT (invented) - Porto Immaginario",
                "Motor vessel FIORE, IMO 9074729",
                "Sold on 3 October 2026, buyer reachable at +44 7700 900123",
            )
        )
    )


if __name__ == "__main__":
    write()
