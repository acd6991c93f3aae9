"""Office files are ZIP archives of XML: opened with caps on size, XML with entities off."""

import io
import zipfile
import zlib
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from audit.errors import ReadError
from audit.plugins import ReadOptions, Source

_LARGE = 10_000_000
"""Smaller members may be packed as tightly as they like."""


class Package:
    """The members of an office file. Raises ReadError where it is none, or breaks a cap."""

    def __init__(self, source: Source, options: ReadOptions) -> None:
        self.path = source.path
        self._limit = options.limits.get("unpacked_bytes", 500_000_000)
        self._ratio = options.limits.get("ratio", 200)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(source.data))
        except (zipfile.BadZipFile, OSError, ValueError, RuntimeError):
            # RuntimeError: what zipfile has not implemented, such as a version of the future.
            raise ReadError("office-damaged", path=source.path) from None
        self._check()

    def _check(self) -> None:
        whole = 0
        for member in self._zip.infolist():
            if member.flag_bits & 1:
                raise ReadError("office-encrypted", path=self.path)
            whole += member.file_size
            if member.file_size > max(_LARGE, self._ratio * max(member.compress_size, 1)):
                raise ReadError(
                    "packed-too-tightly", path=self.path, member=member.filename, limit=self._ratio
                )
            if whole > self._limit:
                raise ReadError(
                    "unpacks-too-large", path=self.path, member=member.filename, limit=self._limit
                )

    def names(self) -> list[str]:
        return self._zip.namelist()

    def xml(self, name: str) -> Element | None:
        """The root of a member, None where it is not there."""
        return self._parsed(name, self.read(name)) if name in self.names() else None

    def read(self, name: str) -> bytes:
        try:
            return self._zip.read(name)
        except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, EOFError):
            raise ReadError("office-damaged", path=self.path) from None

    def _parsed(self, name: str, data: bytes) -> Element:
        try:
            root: Any = fromstring(data)
        except DefusedXmlException:
            raise ReadError("xml-entities", path=self.path, member=name) from None
        except (ParseError, LookupError, RecursionError, ValueError):
            raise ReadError("office-damaged", path=self.path) from None
        else:
            found: Element = root
            return found
