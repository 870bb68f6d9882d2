"""Every fact type of the procedure. Importing this registers them all; nothing else need import every chapter."""

from field_app.domain import archive, cash, documents, erasure, person, photo, policy, sheets
from field_app.domain.followup import complaint, return_visit
from field_app.domain.repair import (
    appointment,
    arrival,
    charges,
    diagnosis,
    dispatch,
    intake,
    paper,
    record,
    register,
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
    cash,
    complaint,
    return_visit,
    intake,
    dispatch,
    appointment,
    arrival,
    diagnosis,
    warranty,
    charges,
    takeback,
    record,
    register,
    settlement,
    signoff,
    erasure,
    paper,
)
