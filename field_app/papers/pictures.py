"""The photos a paper shows: those at hand, as the very JPEGs that were recorded, so that each can be held against its name (P6.1, P7.2)."""

from collections.abc import Iterable, Iterator

from field_app.domain.photo import Photo
from field_app.papers.around import Around
from field_app.papers.form import Part, Picture, Pictures, moment
from field_app.papers.signed import CHECK

# A paper goes to the customer by whatever the phone can share with: it stays small. What isn't shown is named all the same.
MOST, MOST_BYTES = 6, 1_500_000


def first(photos: Iterable[Photo]) -> Iterator[Photo]:
    """As many of these as a paper shows. The first of them again are the same ones."""
    left = MOST_BYTES
    for photo in tuple(photos)[:MOST]:
        left -= photo.size
        if left < 0:
            return
        yield photo


def pictures(photos: Iterable[Photo], around: Around) -> tuple[Part, ...]:
    """Nothing where none is at hand."""
    here = tuple(first(photo for photo in photos if photo.sha256 in around.photos))
    return (Pictures(tuple(_picture(photo, around) for photo in here)),) if here else ()


def _picture(photo: Photo, around: Around) -> Picture:
    said = f"{photo.sha256[:CHECK]} {moment(photo.taken_at)}".strip()
    return Picture(photo.sha256, around.photos[photo.sha256], photo.width, photo.height, said)
