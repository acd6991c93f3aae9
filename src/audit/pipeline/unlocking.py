"""Office files with a password: OLE2 containers around an encrypted DOCX or XLSX.

msoffcrypto-tool decrypts them, an optional extra of the package. Where it is not installed
the error says how to install it, or how to remove the password.
"""

import io
from collections.abc import Sequence
from typing import Any

from audit.errors import ReadError
from audit.plugins import Source

# What Excel encrypts with by itself where a workbook is only protected against changes: it
# opens such a file without asking ([MS-OFFCRYPTO] 2.4.2.3).
_OF_EXCEL = "VelvetSweatshop"


def unlocked(source: Source, passwords: Sequence[str]) -> Source:
    """The file that is inside. Raises ReadError where no password opens it."""
    try:
        import msoffcrypto  # noqa: PLC0415 -- optional
    except ImportError:
        raise ReadError("office-password-extra", path=source.path) from None
    from msoffcrypto.exceptions import InvalidKeyError  # noqa: PLC0415

    for password in (_OF_EXCEL, *passwords):
        try:
            return Source(source.path, _decrypted(msoffcrypto, source.data, password))
        except InvalidKeyError:
            continue
        except Exception as error:
            # Whatever its parsers meet comes through.
            raise ReadError("office-damaged", path=source.path) from error
    key = "office-password-wrong" if passwords else "office-password"
    raise ReadError(key, path=source.path)


def _decrypted(msoffcrypto: Any, data: bytes, password: str) -> bytes:
    """Raises InvalidKeyError where the password is another."""
    file = msoffcrypto.OfficeFile(io.BytesIO(data))
    file.load_key(password=password, verify_password=True)
    out = io.BytesIO()
    file.decrypt(out)
    return out.getvalue()
