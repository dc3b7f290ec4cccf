"""Why the system opens no file, in words that we have in each language; else its own. Pure."""

from __future__ import annotations

import errno

from broker.contracts.mistakes.wrong import Said, wrong

_KNOWN: dict[int, Said] = {
    errno.ENOENT: wrong("os.missing"),
    errno.EACCES: wrong("os.forbidden"),
    errno.EPERM: wrong("os.forbidden"),
    errno.EISDIR: wrong("os.folder"),
    errno.ENOTDIR: wrong("os.no-folder"),
    errno.ENOSPC: wrong("os.full"),
    errno.EROFS: wrong("os.read-only"),
}


def reason(error: OSError) -> Said:
    """Why, in a few words."""
    return _KNOWN.get(error.errno or 0, error.strerror or str(error))
