"""Python's standard library for the browser, without what a page can't use: the half of it, and 1.3 MB less on a slow line."""

import io
import re
import zipfile

from sync.building.names import Files

# Development, other processes, servers and mail, formats nobody sends us, and stand-ins for what is compiled in.
NOT_FOR_A_PAGE = (
    "_pyrepl", "antigravity", "bdb", "cProfile", "cmd", "code", "compileall", "doctest", "fileinput", "modulefinder", "optparse",
    "pdb", "pickletools", "profile", "pstats", "py_compile", "pyclbr", "pydoc", "pydoc_data", "rlcompleter", "symtable", "tabnanny", "this",
    "trace", "tracemalloc", "unittest", "zipapp",
    "concurrent/futures/process", "ctypes", "multiprocessing", "pty",
    "ftplib", "http/server", "imaplib", "mailbox", "poplib", "smtplib", "socketserver", "wsgiref", "xmlrpc",
    "dbm", "plistlib", "sqlite3", "wave", "xml/dom",
    "_pydatetime", "_pyio",
)  # fmt: skip
ENCODINGS = (
    "__init__", "aliases", "ascii", "base64_codec", "cp1252", "cp437", "gb18030", "gb2312", "gbk", "hex_codec", "idna", "latin_1",
    "punycode", "raw_unicode_escape", "unicode_escape", "utf_16", "utf_16_be", "utf_16_le", "utf_32", "utf_32_be", "utf_8", "utf_8_sig",
)  # fmt: skip
_DROPPED = re.compile(rf"({'|'.join(NOT_FOR_A_PAGE)})(/|\.py$)|encodings/(?!({'|'.join(ENCODINGS)})\.py$)")


def for_a_page(stdlib: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(stdlib)) as entries:
        return {name: entries.read(name) for name in entries.namelist() if not name.endswith("/") and not _DROPPED.match(name)}
