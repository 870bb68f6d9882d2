"""What screens are made of: values in, events out. Signature pad, warranty line and timeline have modules of their own."""

from field_app.ui.components.buttons import Danger, IconAct, Outlined, Plain, Primary, Tonal
from field_app.ui.components.choice import Faces, FieldError, Quick, RadioCards, Segments, Stepper, YesNo
from field_app.ui.components.dates import DateInput, TimeWindowInput, instants
from field_app.ui.components.dialogs import Refusal, confirm
from field_app.ui.components.frames import DeskPage, PhonePage, TabPage
from field_app.ui.components.inputs import MoneyInput, Option, PhoneInput, Pick, TextInput
from field_app.ui.components.layout import Across, Apart, Card, Chip, Down, Gap, Mark, Pair, Row, Rows, Rule, Section, Wrapped, pad
from field_app.ui.components.navigation import Avatar
from field_app.ui.components.notice import Banner, EmptyState, MessageView, Waiting, snack
from field_app.ui.components.photos import PhotoRow, PhotoStrip
from field_app.ui.components.sync_mark import SyncMark
from field_app.ui.components.text import Amount, Body, Caption, Figure, Glyph, Heading, Secondary, Strong, Title
from field_app.ui.safely import component, safely, screen

__all__ = [
    "Across",
    "Amount",
    "Apart",
    "Avatar",
    "Banner",
    "Body",
    "Caption",
    "Card",
    "Chip",
    "Danger",
    "DateInput",
    "DeskPage",
    "Down",
    "EmptyState",
    "Faces",
    "FieldError",
    "Figure",
    "Gap",
    "Glyph",
    "Heading",
    "IconAct",
    "Mark",
    "MessageView",
    "MoneyInput",
    "Option",
    "Outlined",
    "Pair",
    "PhoneInput",
    "PhonePage",
    "PhotoRow",
    "PhotoStrip",
    "Pick",
    "Plain",
    "Primary",
    "Quick",
    "RadioCards",
    "Refusal",
    "Row",
    "Rows",
    "Rule",
    "Secondary",
    "Section",
    "Segments",
    "Stepper",
    "Strong",
    "SyncMark",
    "TabPage",
    "TextInput",
    "TimeWindowInput",
    "Title",
    "Tonal",
    "Waiting",
    "Wrapped",
    "YesNo",
    "component",
    "confirm",
    "instants",
    "pad",
    "safely",
    "screen",
    "snack",
]
