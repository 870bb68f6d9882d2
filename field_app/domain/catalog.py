"""Every fact type of the procedure. Importing this registers them all; nothing else need import every chapter."""

from field_app.domain import archive, documents, person, photo, policy, sheets
from field_app.domain.repair import (
    appointment,
    arrival,
    charges,
    diagnosis,
    dispatch,
    intake,
    record,
    settlement,
    signoff,
    takeback,
    warranty,
)

CHAPTERS = (
    sheets,
    person,
    policy,
    archive,
    documents,
    photo,
    intake,
    dispatch,
    appointment,
    arrival,
    diagnosis,
    warranty,
    charges,
    takeback,
    record,
    settlement,
    signoff,
)
