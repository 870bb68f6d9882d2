"""The floor: a bare FastAPI endpoint that validates and inserts batches, as durable as ours and with nothing else to do."""

import sys
import threading
from datetime import datetime
from typing import Any

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel, Field
from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, String, Table, Text, insert

from field_app.domain.facts import encode
from sync.server.database import Database

metadata = MetaData()
facts = Table(
    "bare_facts",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("device", String(16), nullable=False),
    Column("n", Integer, nullable=False),
    Column("sheet", String(64), nullable=False),
    Column("type", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("bare_facts_by_device", "device", "n", unique=True),
)


class BareFact(BaseModel):
    n: int = Field(gt=0)
    sheet: str = Field(max_length=64)
    type: str = Field(max_length=64)
    v: int = Field(gt=0)
    at: datetime
    body: dict[str, Any]


class Batch(BaseModel):
    device: str = Field(max_length=16)
    facts: list[BareFact] = Field(max_length=500)


def create_floor(database: Database) -> FastAPI:
    app = FastAPI(docs_url=None, openapi_url=None)
    metadata.create_all(database.writing)
    lock = threading.Lock()

    @app.post("/facts")
    def put(batch: Batch) -> dict[str, int]:
        rows = [
            {"device": batch.device, "n": f.n, "sheet": f.sheet, "type": f.type, "at": f.at.isoformat(), "body": encode(f.body)}
            for f in batch.facts
        ]
        with lock, database.write() as connection:
            connection.execute(insert(facts), rows)
        return {"head": batch.facts[-1].n}

    return app


if __name__ == "__main__":
    uvicorn.run(create_floor(Database(sys.argv[1])), port=int(sys.argv[2]), log_level="warning", server_header=False, date_header=False)
