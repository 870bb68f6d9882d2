"""Forms that survive: what is typed or drawn is kept as a draft within 300 ms, on blur, when the app is put away and when the page is
left, and is there again after a restart. Refusals stand beside the field they speak of, or above the button.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import flet as ft
from attrs import frozen

from field_app.domain.errors import Objection, RuleBroken, Words, say
from field_app.domain.facts import Exception_, Fact, SheetId
from field_app.domain.money import Fen, parse_yuan
from field_app.ui.safely import safely, use_effect
from field_app.ui.services import Services, use_services
from field_app.ui.words import speak

if TYPE_CHECKING:
    from flet.components.hooks.use_ref import MutableRef

KEEP_AFTER_SECONDS = 0.25
Bodies = object | Sequence[object]
Also = Callable[[], Mapping[SheetId, Sequence[object]]]
T = TypeVar("T")


@frozen
class Field:
    """What an input needs: its value, the words of an error, and whom to tell: `change` of a choice, `write` of typing (which is drawn a
    moment later; `change` where it is None). `keep` says that now is a good moment to keep the draft.
    """

    value: Any = None
    error: str | None = None
    change: Callable[[Any], None] = lambda _value: None
    keep: Callable[[], None] = lambda: None
    write: Callable[[str], None] | None = None


class Attempt:
    """Recording, and what stands against it. `Refusal(attempt)` shows that, with the way past a gate (P10.1)."""

    def __init__(self, services: Services, redraw: Callable[[], None]) -> None:
        self._services = services
        self._redraw = redraw
        self._again: Callable[[Exception_], None] | None = None
        self._done = False
        self._passed: set[str] = set()
        self.refusals: tuple[Objection, ...] = ()
        self.recorded: tuple[Fact, ...] = ()

    def record(
        self,
        on: SheetId,
        *bodies: object,
        exception: Exception_ | None = None,
        then: Callable[[], object] | None = None,
        also: Also = dict,
    ) -> None:
        """Record these facts on a sheet, with those of `also` on others, then call `then`. A refusal is kept to be shown; a second tap
        records nothing twice.
        """
        self._attempt(lambda: bodies, on, exception, then, also)

    @property
    def gate(self) -> Objection | None:
        """The first of the gates that a reason would pass, None where something can't be passed at all."""
        return self.refusals[0] if self.refusals and all(objection.passable for objection in self.refusals) else None

    def pass_gate(self, reason: str) -> None:
        """Try again with a reason, which becomes part of the fact. One tap may meet several gates, also one after the other."""
        if self.gate and self._again:
            self._passed |= {objection.rule for objection in self.refusals}
            self._again(Exception_(" ".join(sorted(self._passed)), reason.strip()))

    def dismiss(self) -> None:
        self.refusals = ()
        self._passed = set()
        self._redraw()

    def fresh(self) -> None:
        """The page was drawn again: the next tap is a new one."""
        self._done = False

    def _attempt(
        self,
        build: Callable[[], Sequence[object]],
        on: SheetId,
        exception: Exception_ | None,
        then: Callable[[], object] | None,
        also: Also = dict,
    ) -> None:
        if self._done:
            return
        self._again = lambda reason: self._attempt(build, on, reason, then, also)
        try:
            self.recorded = self._services.record_all({on: build(), **also()}, exception=exception)
        except RuleBroken as broken:
            self._refuse(broken.objections)
            return
        self._done = True
        self._succeed()
        if then:
            then()

    def _refuse(self, objections: Sequence[Objection]) -> None:
        self.refusals = tuple(objections)
        self._redraw()

    def _succeed(self) -> None:
        self.refusals = ()
        self._passed = set()


class Form(Attempt):
    """The values of one form by field name. Values are JSON: text, numbers, booleans, None, lists and objects of these."""

    def __init__(self, key: str, initial: Mapping[str, Any], services: Services, redraw: Callable[[], None]) -> None:
        super().__init__(services, redraw)
        self.key = key
        self._initial = dict(initial)
        draft = services.store.draft(key) or {}
        self.values: dict[str, Any] = {name: draft.get(name, value) for name, value in initial.items()}
        self.errors: dict[str, str] = {}
        self.restored = bool(draft)
        self._unkept = False
        self._waiting = False
        self._problems: list[Objection] = []

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def field(self, name: str) -> Field:
        """For an input: `TextInput(_("Note"), form.field("note"))`."""
        return Field(
            self.values[name],
            self.errors.get(name),
            lambda value: self.change(name, value),
            self.leave,
            lambda text: self.write(name, text),
        )

    def change(self, name: str, value: Any) -> None:
        """A person chose something: drawn at once."""
        self._put(name, value)
        self._redraw()

    def write(self, name: str, text: Any) -> None:
        """A person is typing: drawn a moment later, so that it is never overtaken by an older drawing."""
        wrong_before = name in self.errors
        self._put(name, text)
        if wrong_before:
            self._redraw()

    def _put(self, name: str, value: Any) -> None:
        if name not in self.values:
            raise KeyError(name)
        self.values[name] = value
        self.errors.pop(name, None)
        self._done = False
        self._unkept = True
        self._keep_soon()

    def set(self, **values: Any) -> None:
        """Fill in several fields at once, as from the archive."""
        for name, value in values.items():
            self._put(name, value)
        self._redraw()

    def reset(self) -> None:
        """As it was at first, without a draft."""
        self.values, self.errors, self.refusals = dict(self._initial), {}, ()
        self._done = False
        self.drop()
        self._redraw()

    def leave(self) -> None:
        """A person is done with a field: kept and drawn now."""
        if self._unkept:
            self.flush()
            self._redraw()

    def flush(self) -> None:
        """Keep the draft now."""
        if self._unkept:
            self._unkept = False
            self._services.store.keep_draft(self.key, dict(self.values))

    def drop(self) -> None:
        """Forget the draft: it has become facts, or isn't wanted."""
        self._unkept = False
        self._services.store.drop_draft(self.key)

    def refuse(self, name: str, words: Words) -> None:
        """Say something beside a field, found by the screen itself."""
        self._refuse((Objection("", words, name),))

    # Readers, for use inside the function given to `submit`. What can't be read is said beside its field and nothing is recorded.

    def text(self, name: str) -> str:
        return str(self.values[name] or "").strip()

    def required(self, name: str, words: Words) -> str:
        return self._must(name, self.text(name) or None, words, "")

    def money(self, name: str) -> Fen:
        words = say("Write an amount in yuan, like 440 or 440.50.")
        return self._must(name, parse_yuan(self.text(name)), words, Fen(0))

    def day(self, name: str) -> date:
        value = self.values[name]
        return self._must(name, date.fromisoformat(value) if value else None, say("Choose a day."), date.min)

    def chosen(self, name: str, words: Words) -> Any:
        return self._must(name, self.values[name], words, "")

    def read(self, name: str, reader: Callable[[str], T | None], words: Words) -> T | None:
        """What was typed, read; None for an empty field. What can't be read is said with `words`."""
        typed = self.text(name)
        value = reader(typed) if typed else None
        if typed and value is None:
            self._problems.append(Objection("", words, name))
        return value

    def _must(self, name: str, value: T | None, words: Words, instead: T) -> T:
        if value is None:
            self._problems.append(Objection("", words, name))
            return instead
        return value

    def submit(
        self,
        build: Callable[[], Bodies],
        *,
        on: SheetId,
        exception: Exception_ | None = None,
        then: Callable[[], object] | None = None,
        also: Also = dict,
    ) -> None:
        """Record the facts `build` makes of the values, drop the draft, call `then`. What is refused stays on the page with its words.

        `also` makes facts for other sheets of the same tap: all are recorded or none.
        """
        self._attempt(lambda: self._built(build), on, exception, then, also)

    def _built(self, build: Callable[[], Bodies]) -> Sequence[object]:
        self._problems = []
        bodies = build()
        if self._problems:
            raise RuleBroken(self._problems)
        return bodies if isinstance(bodies, (list, tuple)) else (bodies,)

    def _refuse(self, objections: Sequence[Objection]) -> None:
        beside = [o for o in objections if o.field in self.values]
        self.errors = {str(o.field): speak(o.words) for o in reversed(beside)}
        super()._refuse([o for o in objections if o not in beside or o.passable])

    def _succeed(self) -> None:
        super()._succeed()
        self.errors = {}
        self.drop()

    def _keep_soon(self) -> None:
        if not self._waiting:
            self._waiting = True
            ft.context.page.run_task(self._keep_later)

    async def _keep_later(self) -> None:
        await asyncio.sleep(KEEP_AFTER_SECONDS)
        self._waiting = False
        (safely(self.flush) or self.flush)()
        self._redraw()


def use_form(key: str, initial: Mapping[str, Any]) -> Form:
    """The form of this key with the fields of `initial`; a draft of it kept before is there again."""
    services = use_services()
    redraw = _use_redraw()
    held: MutableRef[Form] = ft.use_ref()
    form = held.current
    if form is None or form.key != key:
        if form:
            _leave(form, services)
        form = held.current = Form(key, initial, services, redraw)
    kept = form

    use_effect(lambda: services.flushes.add(kept.flush), [key], lambda: _leave(kept, services))
    return form


def _leave(form: Form, services: Services) -> None:
    services.flushes.discard(form.flush)
    form.flush()


def use_attempt() -> Attempt:
    """For a page that records without typing: `attempt.record(sheet_id, Departed(...), then=…)`."""
    services = use_services()
    redraw = _use_redraw()
    held: MutableRef[Attempt] = ft.use_ref()
    attempt = held.current
    if attempt is None:
        attempt = held.current = Attempt(services, redraw)
    else:
        attempt.fresh()
    return attempt


def _use_redraw() -> Callable[[], None]:
    _drawn, draw = ft.use_state(0)
    return lambda: draw(lambda times: times + 1)
