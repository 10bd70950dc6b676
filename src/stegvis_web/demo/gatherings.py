"""One meeting of the demo as it is being told, by the real actions of those who are asked to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from stegvis.casework.meetings import Came, Comes, Purpose
from stegvis.casework.minutes import Kind
from stegvis.casework.party import Party
from stegvis.casework.plan import Domain
from stegvis_web.casework import models
from stegvis_web.casework.actions import meetings, minutes
from stegvis_web.demo import post
from stegvis_web.demo.told import Told
from stegvis_web.people.viewer import zone_of

TEAM = (Party.PATIENT, Party.SPECIALIST, Party.CLINIC)


def on_the_clock(told: Told, day: date, clock: str) -> datetime:
    """That time of that day where the service is."""
    return datetime.combine(day, time.fromisoformat(clock), zone_of(told.person.service))


@dataclass
class Gathering:
    """A meeting and its story. Outside parties act by the links that they were sent."""

    told: Told
    row: models.Meeting

    @classmethod
    def called(
        cls,
        told: Told,
        purpose: Purpose,
        why: str,
        *times: datetime,
        parties: Sequence[Party] = TEAM,
        place: str = "",
        video: str = "",
        lasts: int = 45,
        answer_by: date | None = None,
        wish: models.MeetingWish | None = None,
    ) -> Gathering:
        """Whoever acts for the service calls it, and asks who speaks for each of the parties."""
        row = meetings.call_meeting(
            by=told.owner,
            code=told.code,
            purpose=purpose,
            why=why,
            place=place,
            video=video,
            lasts=lasts,
            times=times,
            guests=_guests(told, parties),
            answer_by=answer_by,
            wish=wish.pk if wish else None,
        )
        post.deliver()
        return cls(told, row)

    @classmethod
    def last(cls, told: Told) -> Gathering:
        """The meeting that was called last."""
        return cls(told, models.Meeting.objects.filter(case__code=told.code).latest("pk"))

    # Beforehand

    def suits(self, party: Party, *suits: bool, words: str = "") -> None:
        """The party says of each proposed time, the first one first, whether it suits."""
        slots = self.row.slots.order_by("starts_at").values_list("pk", flat=True)
        meetings.say_times(
            by=self.told.speaker(party),
            code=self.told.code,
            meeting=self.row.pk,
            suits=dict(zip(slots, suits, strict=True)),
            words=words,
        )

    def time_set(self, number: int) -> None:
        """The proposed time of that number is chosen."""
        slot = self.row.slots.order_by("starts_at")[number - 1]
        meetings.set_time(by=self.told.owner, code=self.told.code, meeting=self.row.pk, slot=slot.pk)
        post.deliver()

    def comes(self, party: Party, comes: Comes = Comes.YES, words: str = "") -> None:
        meetings.say_coming(
            by=self.told.speaker(party), code=self.told.code, meeting=self.row.pk, comes=comes, words=words
        )

    def point(self, party: Party, what: str, domain: Domain = Domain.COORDINATION) -> models.AgendaPoint:
        by = self.told.speaker(party)
        return meetings.add_point(by=by, code=self.told.code, meeting=self.row.pk, what=what, domain=domain)

    def point_taken_off(self, party: Party, point: models.AgendaPoint) -> None:
        by = self.told.speaker(party)
        meetings.remove_point(by=by, code=self.told.code, meeting=self.row.pk, point=point.pk)

    def moved(self, starts_at: datetime) -> None:
        self.row.refresh_from_db()
        guests = [(Party(guest.party), guest.person_id) for guest in self.row.guests.all()]
        meetings.change_meeting(
            by=self.told.owner,
            code=self.told.code,
            meeting=self.row.pk,
            revision=self.row.revision,
            why=self.row.why,
            place=self.row.place,
            video=self.row.video,
            lasts=self.row.lasts,
            starts_at=starts_at,
            guests=guests,
        )
        post.deliver()

    def cancelled(self, reason: str) -> None:
        meetings.cancel_meeting(by=self.told.owner, code=self.told.code, meeting=self.row.pk, reason=reason)
        post.deliver()

    # Written down

    def minutes_begun(self, **otherwise: tuple[Came, str]) -> None:
        """Who was there, all but those named by party in `otherwise`."""
        by, code, meeting = self.told.owner, self.told.code, self.row.pk
        minutes.start_minutes(by=by, code=code, meeting=meeting)
        came = {
            (Party(guest.party), guest.person_id): otherwise.get(guest.party, (Came.THERE, ""))
            for guest in self.row.guests.all()
        }
        minutes.write_attendance(by=by, code=code, meeting=meeting, came=came)

    def said(self, text: str, domain: Domain = Domain.COORDINATION) -> str:
        """A sentence of what was said; returns which it is."""
        return self._written(Kind.SAID, text, domain)

    def decided(self, text: str, owner: Party, due: date, domain: Domain = Domain.WORK_MODIFICATION) -> str:
        """A decision that a party owes by a day; returns which sentence it is."""
        [(_party, person)] = _guests(self.told, (owner,))
        return self._written(Kind.DECISION, text, domain, owner=owner, person=person, due=due)

    def worded_anew(self, item: str, text: str, domain: Domain = Domain.COORDINATION) -> None:
        """A sentence that was said, in other words."""
        draft = self.row.minutes.get(sent_at__isnull=True)
        self._written(Kind.SAID, text, domain, item=item, revision=draft.revision)

    def _written(self, kind: Kind, text: str, domain: Domain, **more: object) -> str:
        by, code = self.told.owner, self.told.code
        given = {"kind": kind, "text": text, "domain": domain, **more}
        row = minutes.write_item(by=by, code=code, meeting=self.row.pk, **given)  # type: ignore[arg-type]
        return str(row.item)

    def left_out(self, item: str) -> None:
        minutes.remove_item(by=self.told.owner, code=self.told.code, meeting=self.row.pk, item=item)

    def minutes_sent(self) -> None:
        minutes.send_minutes(by=self.told.owner, code=self.told.code, meeting=self.row.pk)
        post.deliver()

    def correction_begun(self, because: str) -> None:
        minutes.correct_minutes(by=self.told.owner, code=self.told.code, meeting=self.row.pk, because=because)

    def correction_thrown_away(self) -> None:
        minutes.drop_correction(by=self.told.owner, code=self.told.code, meeting=self.row.pk)

    def taken_out(self, item: str, because: str) -> None:
        minutes.redact_item(
            by=self.told.owner, code=self.told.code, meeting=self.row.pk, item=item, because=because
        )
        post.deliver()

    def decisions_proposed(self, because: str) -> None:
        """What was decided goes into the draft of the plan."""
        minutes.propose_decisions(
            by=self.told.owner, code=self.told.code, meeting=self.row.pk, because=because
        )


def _guests(told: Told, parties: Sequence[Party]) -> list[tuple[Party, int]]:
    """Who speaks for each of the parties today, the last to have joined; the owner for the service."""
    speaks = {Party(member.party): member.person_id for member in told.members()}
    speaks[Party.PATIENT] = told.person.pk
    assert told.owner.person is not None
    speaks[Party.SPECIALIST] = told.owner.person
    return [(party, speaks[party]) for party in parties if party in speaks]
