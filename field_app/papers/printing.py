"""A paper of a sheet as PDF that carries the facts it was made from. Costs fpdf2: import it only when a paper is wanted."""

from collections.abc import Sequence

from attrs import evolve

from field_app.domain.sheets import Sheet
from field_app.papers.around import Around
from field_app.papers.catalog import Wanted, make
from field_app.papers.export import NAME, Export, Kept, Printed, document, dump, of_sheet, seal
from field_app.papers.form import Attached
from field_app.papers.pen import Fonts, Size
from field_app.papers.press import pdf
from field_app.papers.signed import CHECK


def check(export: Export) -> str:
    """The first characters of an export's seal, as they can be read out on the phone."""
    return seal(document(export))[:CHECK]


def printed(export: Export, sheet: Sheet, fonts: Fonts) -> bytes:
    """The PDF an export was printed as, with the export inside. KeyError for a paper this version doesn't know."""
    assert export.printed is not None  # noqa: S101  told for the type checker: callers ask first
    wanted = Wanted(export.printed.name, export.printed.which)  # type: ignore[arg-type]
    drawn = make(wanted, sheet, export.around)
    attached = [Attached(NAME, dump(export))]
    around = export.around
    return pdf([drawn], fonts, made_at=around.made_at, language=around.language, size=export.printed.size, attached=attached)


def paper(wanted: Wanted, sheet: Sheet, around: Around, fonts: Fonts, *, size: Size = "A4", kept: Sequence[Kept] | None = None) -> bytes:
    """One paper of a sheet as PDF that carries its facts: `kept` as the log holds them, where the log is at hand."""
    export = evolve(of_sheet(sheet, around, kept), printed=Printed(wanted.name, wanted.which, size))
    return printed(export, sheet, fonts)
