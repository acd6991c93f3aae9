"""Entries of ZIP archives that AES encrypts, as WinRAR, Bandizip and 7-Zip do (WinZip's AE-1, AE-2).

https://www.winzip.com/en/support/aes-encryption/: salt, two bytes that tell a wrong password
from the right one, the encrypted entry, and ten bytes of a HMAC-SHA1 over it. The counter of
AES-CTR is little-endian and begins at 1, as in no library, so it is made here.
"""

import hashlib
import hmac
import struct
from collections.abc import Iterator
from zipfile import ZipInfo

from audit.errors import ReadError

METHOD = 99
_FIELD = 0x9901
_ROUNDS, _CHECK, _SEAL, _BLOCK = 1000, 2, 10, 16
_CHUNK = 1 << 20


def method_of(entry: ZipInfo) -> int:
    """How the entry is packed below its encryption; -1 where it does not tell."""
    field = _field(entry)
    return struct.unpack_from("<H", field, 5)[0] if field else -1


def decrypted(entry: ZipInfo, data: bytes, password: bytes, path: str) -> bytes | None:
    """The packed entry, None where the password is another. Raises ReadError without AES."""
    try:
        from cryptography.hazmat.primitives.ciphers import (  # noqa: PLC0415 -- few files need it
            Cipher,
            algorithms,
            modes,
        )
    except ImportError:
        raise ReadError("archive-aes", path=path) from None
    field = _field(entry)
    # Strength 1, 2, 3: keys of 128, 192, 256 bits, and a salt of half as many.
    length = 8 + 8 * field[4] if field and field[4] in {1, 2, 3} else 0
    salt, rest = data[: length // 2], data[length // 2 :]
    if not length or len(rest) < _CHECK + _SEAL:
        return None
    keys = hashlib.pbkdf2_hmac("sha1", password, salt, _ROUNDS, 2 * length + _CHECK)
    packed, seal = rest[_CHECK:-_SEAL], rest[-_SEAL:]
    if keys[-_CHECK:] != rest[:_CHECK]:
        return None
    right = hmac.digest(keys[length : 2 * length], packed, "sha1")[:_SEAL]
    if not hmac.compare_digest(right, seal):
        return None
    # Blocks that count, encrypted one by one, are the key stream of CTR.
    stream = Cipher(algorithms.AES(keys[:length]), modes.ECB()).encryptor()  # noqa: S305
    out = bytearray()
    for start, counted in _counters(len(packed)):
        part = packed[start : start + len(counted)]
        mask = stream.update(counted)[: len(part)]
        mixed = int.from_bytes(part, "little") ^ int.from_bytes(mask, "little")
        out += mixed.to_bytes(len(part), "little")
    return bytes(out)


def _field(entry: ZipInfo) -> bytes:
    extra = entry.extra
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        if kind == _FIELD and length == 7 and len(extra) >= 11:
            return extra[4:11]
        extra = extra[4 + length :]
    return b""


def _counters(length: int) -> Iterator[tuple[int, bytes]]:
    """Where each part of the data begins, and the blocks of its counter."""
    for start in range(0, length, _CHUNK):
        first = start // _BLOCK + 1
        last = (min(length, start + _CHUNK) - 1) // _BLOCK + 2
        yield start, b"".join(one.to_bytes(_BLOCK, "little") for one in range(first, last))
