"""The bytes of one entry of a ZIP archive, decrypted where it has a password."""

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from copy import copy
from lzma import LZMAError
from typing import IO
from zipfile import ZipInfo

from audit.errors import ReadError
from audit.pipeline.archives import aes

LOCAL = b"PK\x03\x04"
"""What an entry's own header begins with, and most archives."""
HEADER = 30
"""Bytes of that header, before its name."""
BROKEN = (
    zipfile.BadZipFile, zlib.error, LZMAError, EOFError, OSError, ValueError, struct.error
)  # fmt: skip
"""What damaged archives make zipfile raise."""


def unpacked(file: IO[bytes], entry: ZipInfo, path: str, passwords: Sequence[str]) -> bytes:
    """All of an entry; zipfile stops at the size it tells, and compares its checksum."""
    if not entry.flag_bits & 1:
        try:
            return _read(file, entry, None)
        except NotImplementedError as error:
            raise ReadError("archive-method", path=path, method=entry.compress_type) from error
        except BROKEN as error:
            raise ReadError("archive-entry-damaged", path=path) from error
    # Programs on a Chinese Windows take its code page, others UTF-8.
    encoded = (
        word.encode(name, "surrogateescape") for word in passwords for name in ("utf-8", "gb18030")
    )
    for password in dict.fromkeys(encoded):
        try:
            data = _decrypted(file, entry, password, path)
        except NotImplementedError as error:
            raise ReadError("archive-method", path=path, method=entry.compress_type) from error
        except (*BROKEN, RuntimeError):
            # One wrong password in 256 passes for right, until the text makes no sense.
            continue
        if data is not None:
            return data
    raise ReadError("archive-password-wrong" if passwords else "archive-password", path=path)


def _decrypted(file: IO[bytes], entry: ZipInfo, password: bytes, path: str) -> bytes | None:
    """None where the password is another, and what zipfile raises."""
    if entry.compress_type != aes.METHOD:
        return _read(file, entry, password)
    _go_to(file, entry)
    packed = aes.decrypted(entry, file.read(entry.compress_size), password, path)
    if packed is None:
        return None
    plain = copy(entry)
    plain.compress_type, plain.compress_size = aes.method_of(entry), len(packed)
    # Its checksum is left out (AE-2) or made over by the seal; ZipExtFile has none to compare.
    del plain.CRC
    with zipfile.ZipExtFile(io.BytesIO(packed), "r", plain) as unpacking:
        return unpacking.read()


def _read(file: IO[bytes], entry: ZipInfo, password: bytes | None) -> bytes:
    _go_to(file, entry)
    with zipfile.ZipExtFile(file, "r", entry, password) as unpacking:
        return unpacking.read()


def _go_to(file: IO[bytes], entry: ZipInfo) -> None:
    """Past the header that each entry has of its own."""
    file.seek(entry.header_offset)
    header = file.read(HEADER)
    if not header.startswith(LOCAL):
        raise zipfile.BadZipFile
    name, extra = struct.unpack_from("<HH", header, 26)
    file.seek(entry.header_offset + HEADER + name + extra)
