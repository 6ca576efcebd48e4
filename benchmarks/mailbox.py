"""Reading an mbox of 100,000 messages against the standard library: `python -m benchmarks.mailbox [messages]`.

The bar iterates `mailbox.mbox` and decodes every text, no more; both in one run, each in a process of its own.
"""

import random
import subprocess
import sys
import tempfile
from pathlib import Path

MESSAGES = 100_000

ONE = """
import resource, sys, time
from pathlib import Path
name, box = sys.argv[1], Path(sys.argv[2])
if name == "mailbox":
    from visavis.sources.kinds.mailbox.company import Company
    from visavis.sources.kinds.mailbox.opening import _Messages
    began = time.process_time()
    messages = _Messages(box, Company(frozenset({"exemple.fr"}), frozenset()))
    messages.write(box.with_name("out.parquet"))
    n = messages.counts["all"]
else:
    import mailbox
    began, n = time.process_time(), 0
    for message in mailbox.mbox(box, create=False):
        n += 1
        for part in message.walk():
            if part.get_content_maintype() == "text":
                part.get_payload(decode=True)
print(n, time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def write(target: Path, messages: int) -> None:
    """An mbox of conversations with photographs, the same at every run."""
    chance = random.Random(7)
    with target.open("wb") as out:
        for n in range(messages):
            client = n % max(messages // 7, 1)
            out.write(
                f"From c{client}@mail.example Mon Mar  3 10:12:00 2025\n"
                f"Received: from a by b; Mon, 3 Mar 2025 10:12:03 +0100\n"
                f"From: =?utf-8?q?Zo=C3=A9?= Client {client} <c{client}@mail.example>\nTo: SAV <sav@exemple.fr>\n"
                f"Subject: =?utf-8?q?Colis_ab=C3=AEm=C3=A9?= {client}\nMessage-ID: <{n}@mail.example>\n"
                f"References: <{client}@mail.example>\nDate: Mon, 03 Mar 2025 10:12:00 +0100\nMIME-Version: 1.0\n"
                f'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain; charset=utf-8\n'
                f"Content-Transfer-Encoding: quoted-printable\n\nBonjour,\n".encode()
            )
            out.write(b"Mon colis est arriv=C3=A9 ab=C3=AEm=C3=A9, que faire ?\n" * chance.randrange(2, 20))
            out.write("\nCordialement,\nZoé\n".encode())
            if n % 10 == 0:
                out.write(b"--b\nContent-Type: image/jpeg; name=photo.jpg\nContent-Transfer-Encoding: base64\n\n")
                out.write((b"A" * 76 + b"\n") * chance.randrange(2000))
            out.write(b"--b--\n\n")


def main(messages: int = MESSAGES) -> None:
    """Print seconds of CPU, their ratio, and peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        box = Path(folder) / "box"
        write(box, messages)
        print(f"{messages:,} messages, {box.stat().st_size / 1e6:.0f} MB")
        spent = {}
        for name in ("stdlib", "mailbox"):
            done = subprocess.run(
                [sys.executable, "-c", ONE, name, str(box)], capture_output=True, text=True, check=True
            )
            n, seconds, peak = done.stdout.split()
            assert int(n) == messages
            spent[name] = float(seconds)
            print(f"{name:10} {float(seconds):8.1f} s of CPU {float(peak):6.0f} MB at most")
        print(f"ratio {spent['mailbox'] / spent['stdlib']:.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else MESSAGES)
