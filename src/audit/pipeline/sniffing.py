"""Which reader a file is for: by its content where that tells, else by its suffix."""

import io
import zipfile
from pathlib import Path

from audit import plugins
from audit.errors import ReadError
from audit.pipeline import contents
from audit.plugins import Reader, Source
from audit.readers.encoding import utf_16_of

# Also of newer Word and Excel files, where they have a password.
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIP = b"PK\x03\x04"
_IN_ZIP = {"word/": ".docx", "xl/": ".xlsx", "ppt/": ".pptx", "content.xml": ".ods"}
_HEAD = 1024
"""As far in as programs look for the beginning of a PDF."""
_BEFORE = b"\xef\xbb\xbf \t\r\n"
_PLAIN = ".md"
"""What a text without a telling name is read as."""


def reader_of(source: Source) -> Reader:
    """Raises ReadError where no reader takes such a file."""
    readers = plugins.registry().readers
    suffix = Path(source.path).suffix.lower()
    by_suffix = [reader for reader in readers if suffix in reader.suffixes]
    head = source.data[:_HEAD].lstrip(_BEFORE)
    by_magic = [reader for reader in readers if any(map(head.startswith, reader.magic))]
    if by_magic:
        return _of_one_content(source, by_magic, by_suffix)
    if source.data.startswith(_ZIP):
        raise _other_archive(source, by_suffix, is_office=bool(_suffix_by_content(source)))
    contents.refuse_others(source)
    texts = [reader for reader in by_suffix if not reader.magic]
    if not texts and (content := contents.suffix_of_text(source.data, suffix)):
        return next(reader for reader in readers if content in reader.suffixes)
    # Where the content tells nothing it must at least not be another format's.
    if by_suffix and not texts:
        raise ReadError("content-is-not", path=source.path, format=by_suffix[0].name)
    if _looks_binary(source.data):
        raise ReadError("binary-file", path=source.path)
    if not texts and suffix in {"", ".txt", ".text"}:
        texts = [reader for reader in readers if _PLAIN in reader.suffixes]
    if not texts:
        raise _unknown(source, readers)
    return texts[0]


def is_encrypted_office(data: bytes) -> bool:
    """Whether it is an office file of 2007 or later with a password."""
    return data.startswith(_OLD_OFFICE) and _ENCRYPTED in data


def _of_one_content(source: Source, by_magic: list[Reader], by_suffix: list[Reader]) -> Reader:
    if len(by_magic) > 1 and source.data.startswith(_ZIP):
        suffix = _suffix_by_content(source)
        by_magic = [one for one in by_magic if suffix in one.suffixes] or by_magic[:0]
        if not by_magic:
            raise _other_archive(source, by_suffix, is_office=bool(suffix))
    return next((one for one in by_magic if one in by_suffix), by_magic[0])


def _other_archive(source: Source, by_suffix: list[Reader], *, is_office: bool) -> ReadError:
    """A ZIP archive that is no office file that we read."""
    if by_suffix:
        return ReadError("content-is-not", path=source.path, format=by_suffix[0].name)
    if not is_office:
        # Where archives are read, each file in them has a name of its own.
        return ReadError("archive-unnamed", path=source.path)
    return _unknown(source, plugins.registry().readers)


def _suffix_by_content(source: Source) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError) as error:
        raise ReadError("broken-archive", path=source.path, why=str(error)) from error
    for start, suffix in _IN_ZIP.items():
        if any(name.startswith(start) for name in names):
            return suffix
    return ""


def _looks_binary(data: bytes) -> bool:
    """A text in UTF-16 has null characters, too, but begins with its mark or looks like it."""
    head = data[:8192]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in head:
        return False
    return not utf_16_of(head)


def _unknown(source: Source, readers: tuple[Reader, ...]) -> ReadError:
    known = sorted({suffix for reader in readers for suffix in reader.suffixes})
    suffix = Path(source.path).suffix
    return ReadError("unknown-format", path=source.path, suffix=suffix, known=" ".join(known))
