"""Files that only the holder of a key can read: compressed, encrypted in the age format, whole or not there.

The server needs the public half only, so whoever breaks into it reads no backup. The secret half is a file
that the service keeps elsewhere; `age` and `rage` open the same files.
"""

from __future__ import annotations

import gzip
import os
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pyrage

from stegvis.foundation.errors import InputError, Problem

LEVEL = 6  # of compression: beyond it much time buys little
WHOLE = "a whole backup, and the key it was written for"


def new_key(file: Path) -> str:
    """Write a new secret key, readable by its owner alone; the public half that goes with it.

    Raises FileExistsError: a key is never overwritten.
    """
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
        out.write(f"# public key: {public}\n{identity}\n")
    return public


def write(file: Path, lines: Iterable[str], recipient: str) -> int:
    """Write the lines into a new file; its size in bytes. Nothing readable ever touches the disk.

    Until it is whole it has another name. Raises FileExistsError, OSError, and InputError for no public key.
    """
    if file.exists():
        raise FileExistsError(file)
    try:
        key = pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError as error:
        raise _bad("key", recipient[:12], "a public key, age1…") from error
    part = file.with_name(f".{file.name}.part")
    try:
        with part.open("wb") as out:
            os.chmod(part, 0o600)
            with (
                _piped(lambda source: pyrage.encrypt_io(source, out, [key])) as pipe,
                gzip.open(pipe, "wt", LEVEL, encoding="ascii", newline="") as text,
            ):
                text.writelines(lines)
            out.flush()
            os.fsync(out.fileno())
        os.link(part, file)  # unlike a rename it never overwrites
    finally:
        part.unlink(missing_ok=True)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return file.stat().st_size


def read(file: Path, key: Path) -> Generator[str, None, None]:
    """The lines of a file that `write` wrote. Close it if you do not read to the end.

    Raises InputError for a wrong key or a file that is not whole.
    """
    try:
        secret = next(
            line for line in key.read_text(encoding="ascii").splitlines() if line[:1] not in ("", "#")
        )
        identity = pyrage.x25519.Identity.from_str(secret.strip())
    except (OSError, ValueError, StopIteration, pyrage.IdentityError) as error:
        raise _bad("key", str(key), "a file that `stegvis backup-key` wrote") from error
    near, far = os.pipe()
    failed: list[BaseException] = []

    def decrypt() -> None:
        try:
            with file.open("rb") as source, os.fdopen(far, "wb") as out:
                pyrage.decrypt_io(source, out, [identity])
        except BaseException as error:
            failed.append(error)

    worker = threading.Thread(target=decrypt, daemon=True)
    worker.start()
    try:
        with os.fdopen(near, "rb") as pipe, gzip.open(pipe, "rt", encoding="ascii", newline="") as text:
            yield from text
    except (OSError, EOFError, ValueError) as error:
        worker.join()
        raise _bad("file", str(failed[0] if failed else error), WHOLE) from error
    finally:
        worker.join()  # also where nobody reads on: the pipe is closed, and it ends
    if failed:
        raise _bad("file", str(failed[0]), WHOLE) from failed[0]


@contextmanager
def _piped(consume: Callable[[IO[bytes]], None]) -> Iterator[IO[bytes]]:
    """Something to write into that `consume` reads meanwhile; raises what `consume` raised."""
    near, far = os.pipe()
    failed: list[BaseException] = []

    def work() -> None:
        with os.fdopen(near, "rb") as source:
            try:
                consume(source)
            except BaseException as error:
                failed.append(error)

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    try:
        with os.fdopen(far, "wb") as pipe:
            yield pipe
    except BrokenPipeError:
        worker.join()
        raise failed[0] if failed else OSError("The file cannot be written.") from None
    worker.join()
    if failed:
        raise failed[0]


def _bad(column: str, value: str, expected: str) -> InputError:
    return InputError([Problem(column=column, value=value, expected=expected)])
