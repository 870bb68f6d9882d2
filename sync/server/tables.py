"""What the server keeps. `facts` is the truth; all else can be made anew from it but devices, passwords, second factors
and the counter's epoch."""

from attrs import fields
from sqlalchemy import BigInteger, Column, Dialect, Index, Integer, LargeBinary, MetaData, String, Table, Text, text
from sqlalchemy.types import TypeDecorator, TypeEngine

from field_app.domain.indicators import Sums

metadata = MetaData()
SET_APART = text("quarantine is not null")

# What cases are added up by: one whole number each.
SUMMED = tuple(attribute.name for attribute in fields(Sums))


class Said(TypeDecorator[str]):
    """What people wrote, as far as a column holds it: PostgreSQL takes neither NUL nor too much; the facts have it whole."""

    impl = String
    cache_ok = True

    def __init__(self, most: int | None = None) -> None:
        super().__init__(most)
        self.most = most

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str]:
        return dialect.type_descriptor(String(self.most) if self.most else Text())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return value.replace("\x00", "")[: self.most] if value else value


# One row a company. Locking it is what makes `seq > cursor` safe: positions become visible in the order they were given.
counter = Table(
    "counter",
    metadata,
    Column("company", String(64), primary_key=True),
    Column("epoch", String(16), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("chain", LargeBinary(32), nullable=False),
    Column("durable_seq", BigInteger, nullable=False),
    Column("restored_at", BigInteger, nullable=False),  # seconds; 0 while this is the first epoch
    Column("durable_at", BigInteger, nullable=False, server_default="0"),  # seconds; when the last verified backup was made
    Column("lost_tags", BigInteger, nullable=False, server_default="0"),  # tags of devices that a restore knows nothing of
    Column("closed_at", BigInteger, nullable=False, server_default="0"),  # seconds; 0 until all this moved to another database
)

# `line` holds the exact bytes the device sent; of a refused fact they are in `quarantine` instead, and its hash keeps the chain whole.
# Of an erased fact they are rewritten without what was personal; `hash` stays what it was (F62).
facts = Table(
    "facts",
    metadata,
    Column("company", String(64), primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("device", String(16), nullable=False),
    Column("n", BigInteger, nullable=False),
    Column("sheet", String(64), nullable=False),
    Column("user", String(64), nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("skew_seconds", BigInteger, nullable=False),
    Column("verdict", String(8), nullable=False),
    Column("reason", Said, nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    Column("chain", LargeBinary(32), nullable=False),
    Column("line", LargeBinary),
    Column("quarantine", LargeBinary),
    Column("erased_by", BigInteger),  # the position of the fact that had everything personal taken out of these bytes
    Index("facts_by_device", "company", "device", "n", unique=True),
    Index("facts_set_apart", "company", "seq", sqlite_where=SET_APART, postgresql_where=SET_APART),
    sqlite_with_rowid=False,
)

# `entries` is the inside of the document's list, so that a fact is added by adding to the text.
sheets = Table(
    "sheets",
    metadata,
    Column("company", String(64), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("entries", Text, nullable=False),
    Column("number", Said(64)),
    Column("status", Said(64)),
    Column("title", Said),
    Column("assigned", Said(64)),
    Column("due", Said(40)),
    Index("sheets_by_version", "company", "version"),
)

# Who may read a sheet and since when. `via` is the sheet that gives the right: itself, or one that links to it.
readers = Table(
    "readers",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("company", String(64), nullable=False),
    Column("sheet", String(64), nullable=False),
    Column("reader", String(80), nullable=False),
    Column("via", String(64), nullable=False),
    Column("since_seq", BigInteger, nullable=False),
    Column("until_seq", BigInteger),
    Index("readers_by_sheet", "company", "sheet", "reader", "until_seq"),
    Index("readers_by_reader", "company", "reader", "since_seq"),
    Index("readers_by_end", "company", "reader", "until_seq"),
    Index("readers_by_via", "company", "via"),
)

# Which tokens a person reads by, and since when: their own, and one for each role.
memberships = Table(
    "memberships",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("company", String(64), nullable=False),
    Column("user", String(64), nullable=False),
    Column("reader", String(80), nullable=False),
    Column("since_seq", BigInteger, nullable=False),
    Column("until_seq", BigInteger),
    Index("memberships_by_user", "company", "user"),
)

people = Table(
    "people",
    metadata,
    Column("company", String(64), primary_key=True),
    Column("user", String(64), primary_key=True),
    Column("login", Said(64), nullable=False),
    Column("name", Said, nullable=False),
    Column("active", Integer, nullable=False),
    Column("since_seq", BigInteger, nullable=False),
    Index("people_by_login", "company", "login"),
)

passwords = Table(
    "passwords",
    metadata,
    Column("company", String(64), primary_key=True),
    Column("user", String(64), primary_key=True),
    Column("hash", Text, nullable=False),
)

# One row a journal; never deleted, so that its name is never used again. `state`: active, signed_out, drain, wipe, frozen.
devices = Table(
    "devices",
    metadata,
    Column("company", String(64), primary_key=True),
    Column("device", String(16), primary_key=True),
    Column("user", String(64), nullable=False),
    Column("label", Text, nullable=False),
    Column("tag", String(8), nullable=False),
    Column("token_hash", LargeBinary(32)),
    Column("made_at", BigInteger, nullable=False),
    Column("state", String(12), nullable=False),
    Column("head", BigInteger, nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    Index("devices_by_token", "token_hash", unique=True),
    Index("devices_by_tag", "company", "tag", unique=True),
)

# What a device last said of itself. Beside `devices`, whose rows a push locks.
contacts = Table(
    "contacts",
    metadata,
    Column("company", String(64), primary_key=True),
    Column("device", String(16), primary_key=True),
    Column("seen_at", BigInteger, nullable=False),
    Column("app", String(32), nullable=False),
    Column("unsent", BigInteger, nullable=False),
    Column("wiped_at", BigInteger, nullable=False),  # seconds; 0 until the device says that it holds nothing any more
)

# Each naming of a photo by a fact; made anew from the facts. `shown` is 0 where the fact was refused: then only its author knows of it.
photo_names = Table(
    "photo_names",
    metadata,
    Column("company", String(64), primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("sheet", String(64), nullable=False),
    Column("user", String(64), nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("shown", Integer, nullable=False),
    Index("photo_names_by_name", "company", "name"),
)

# `state`: whole, or wanted where what was here is damaged. The bytes are files.
blobs = Table(
    "blobs",
    metadata,
    Column("company", String(64), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("state", String(8), nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("blobs_by_state", "company", "state"),
)

# One-time codes that enrol a device. Kept hashed, and after use, so that a code seen over a shoulder opens nothing later.
codes = Table(
    "codes",
    metadata,
    Column("company", String(64), primary_key=True),
    Column("hash", LargeBinary(32), primary_key=True),
    Column("user", String(64), nullable=False),
    Column("made_by", String(64), nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("used_at", BigInteger, nullable=False),  # seconds; 0 while it may be used
)

# `confirmed` once the person has shown a right code; `step` is the last one used, so that none is used twice.
second_factors = Table(
    "second_factors",
    metadata,
    Column("company", String(64), primary_key=True),
    Column("user", String(64), primary_key=True),
    Column("secret", Text, nullable=False),  # sealed, where the server was given a key
    Column("confirmed", Integer, nullable=False),
    Column("step", BigInteger, nullable=False),
)

# Failed tries to come in, by the hash of the queue they came by.
guesses = Table(
    "guesses",
    metadata,
    Column("company", String(64), primary_key=True),
    Column("queue", LargeBinary(32), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("next_at", BigInteger, nullable=False),  # seconds; before then nobody of this queue is heard
    Column("tried_at", BigInteger, nullable=False),
    Index("guesses_by_time", "company", "tried_at"),
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("company", String(64), primary_key=True),
    Column("user", String(64), primary_key=True),
    Column("hash", LargeBinary(32), primary_key=True),
)

# Private addresses of calendars, one a person, kept hashed; taking it back is deleting the row.
calendars = Table(
    "calendars",
    metadata,
    Column("company", String(64), primary_key=True),
    Column("user", String(64), primary_key=True),
    Column("hash", LargeBinary(32), nullable=False),
    Index("calendars_by_hash", "company", "hash", unique=True),
)

# A repair sheet in numbers (P9.4), as of `version`; made anew from the sheets, when somebody asks. `cases` is 0 for one that is no case.
measures = Table(
    "measures",
    metadata,
    Column("company", String(64), primary_key=True),
    Column("sheet", String(64), primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("number", Said(64), nullable=False),
    Column("month", String(7), nullable=False),
    Column("reported", Integer, nullable=False),  # days, as date.toordinal counts them
    Column("ended", Integer, nullable=False),  # the day of the sign-off, 0 before it
    Column("customer", Text, nullable=False),
    Column("project", Text, nullable=False),
    Column("equipment", Text, nullable=False),
    Column("technician", Said(64), nullable=False),
    *(Column(name, BigInteger, nullable=False) for name in SUMMED),
    Index("measures_by_day", "company", "reported"),
    Index("measures_by_version", "company", "version"),
)

# Rules passed with a reason on a measured sheet (P10.1).
measured_exceptions = Table(
    "measured_exceptions",
    metadata,
    Column("company", String(64), primary_key=True),
    Column("sheet", String(64), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("rule", String(16), nullable=False),
    Column("user", String(64), nullable=False),
)

# Addresses that are told what is new. `kind`: plain, wecom or dingtalk; `events` with commas between.
webhooks = Table(
    "webhooks",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("company", String(64), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("url", Text, nullable=False),
    Column("secret", Text, nullable=False),  # sealed, where the server was given a key, and so is the query of the address
    Column("events", Text, nullable=False),
    Column("made_at", BigInteger, nullable=False),
)

# The outbox, and the log of what was told. `key` makes one thing told once; `next_at` is 0 when it is done or given up.
deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("company", String(64), nullable=False),
    Column("webhook", Integer, nullable=False),
    Column("key", String(160), nullable=False),
    Column("event", String(20), nullable=False),
    Column("body", Text, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_at", BigInteger, nullable=False),
    Column("told_at", BigInteger, nullable=False),
    Column("problem", Text, nullable=False),
    Index("deliveries_by_key", "company", "webhook", "key", unique=True),
    Index("deliveries_by_time", "company", "next_at"),
)

# How far the log has been read for news.
news_marks = Table(
    "news_marks",
    metadata,
    Column("company", String(64), primary_key=True),
    Column("seq", BigInteger, nullable=False),
)
