"""The addresses of casework: the staff's, the patient's, a link's, and the public ones."""

from __future__ import annotations

from django.urls import include, path, register_converter

from stegvis_web.casework import letter_urls
from stegvis_web.casework.handover_urls import OF_PARTY as HANDOVER_OF_PARTY
from stegvis_web.casework.handover_urls import OF_STAFF as HANDOVER_OF_STAFF
from stegvis_web.casework.meeting_urls import OF_PARTY, OF_PATIENT, OF_STAFF
from stegvis_web.casework.views import (
    answer,
    attempts,
    audit,
    break_glass,
    case,
    caseload,
    closing,
    consents,
    contacts,
    handovers,
    home,
    hours,
    lifecycle,
    looked,
    mails,
    my_data,
    paper,
    party,
    party_tasks,
    plan,
    preview,
    refer,
    referrals,
    rights,
    talk,
    tasks,
    team,
    today,
    versions,
    who_sees,
    worked,
)
from stegvis_web.casework.views import patient as mine
from stegvis_web.casework.views.place import patient, staff


class CaseCode:
    """A case code in an address, such as NV-0012 or P6; anything else is no address of a case."""

    regex = "[A-Za-z0-9-]{1,12}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(CaseCode, "code")

app_name = "casework"

urlpatterns = [
    path("", home.home, name="home"),
    # Staff: today, cases, referrals
    path("today/", today.today, name="today"),
    path("contacts/new/", contacts.contact_new, name="contact-new"),
    path("cases/", caseload.cases, name="caseload"),
    path("referrals/", referrals.referrals, name="referrals"),
    path("referrals/new/", referrals.referral_new, name="referral-new"),
    path("referrals/<int:pk>/", referrals.referral, name="referral"),
    path("referrals/<int:pk>/wish/", referrals.wish, name="referral-wish"),
    path("referrals/<int:pk>/voluntary/", referrals.voluntary, name="referral-voluntary"),
    path("referrals/<int:pk>/contact/", referrals.contact, name="referral-contact"),
    path("referrals/<int:pk>/accept/", referrals.accept, name="referral-accept"),
    path("referrals/<int:pk>/decline/", referrals.decline, name="referral-decline"),
    path("audit/", audit.audit_trail, name="audit"),
    # Staff: a case
    path("cases/<code:code>/", case.case, name="case"),
    path("cases/<code:code>/open/", break_glass.open_with_reason, name="break-glass"),
    path("cases/<code:code>/contacts/", contacts.contacts, name="contacts"),
    path("cases/<code:code>/notes/", case.notes, name="health-notes"),
    path("cases/<code:code>/sick-leave/", case.sick_leave_page, name="sick-leave"),
    path("cases/<code:code>/sick-leave/new/", case.sick_note_new, name="sick-note-new"),
    path("cases/<code:code>/sick-leave/<int:pk>/remove/", case.sick_note_remove, name="sick-note-remove"),
    path("cases/<code:code>/who-sees-what/", who_sees.who_sees_what, name="who-sees-what"),
    path("cases/<code:code>/who-sees-what/<str:party>/", who_sees.said, name="who-sees-what-said"),
    path("cases/<code:code>/who-looked/", looked.who, name="looked"),
    path("cases/<code:code>/team/", team.team, name="team"),
    path("cases/<code:code>/team/join/<str:party>/", team.join, name="team-join"),
    path("cases/<code:code>/team/<int:pk>/leave/", team.leave, name="team-leave"),
    path("cases/<code:code>/team/<int:pk>/hand-over/", handovers.hand_over, name="hand-over"),
    path("cases/<code:code>/team/<int:pk>/hand-over/<int:taker>/", handovers.tell, name="hand-over-tell"),
    path("cases/<code:code>/handovers/<int:handover>/", include(HANDOVER_OF_STAFF)),
    path("cases/<code:code>/team/employer/", team.employer, name="team-employer"),
    path("cases/<code:code>/team/employer/contact/", team.employer_contact, name="team-employer-contact"),
    path("cases/<code:code>/team/invite/<str:party>/", team.invite, name="invite"),
    path("cases/<code:code>/team/links/<int:pk>/code/", team.link_code, name="link-code"),
    path("cases/<code:code>/team/links/<int:pk>/revoke/", team.revoke, name="link-revoke"),
    path("cases/<code:code>/mails/<int:pk>/", mails.mail, name="mail"),
    path("cases/<code:code>/close/", closing.close, name="close"),
    path("cases/<code:code>/reopen/", closing.reopen, name="reopen"),
    path("cases/<code:code>/rights/", rights.asked, name="rights"),
    path("cases/<code:code>/rights/<int:pk>/", rights.answer, name="rights-answer"),
    path("cases/<code:code>/rights/<int:pk>/erase/", rights.erase, name="rights-erase"),
    # Staff: the plan
    path("cases/<code:code>/plan/", staff(plan.plan), name="plan"),
    path("cases/<code:code>/plan/start/", staff(plan.start), name="plan-start"),
    path("cases/<code:code>/plan/goal/", staff(plan.goal), name="plan-goal"),
    path("cases/<code:code>/plan/hours/", staff(hours.hours), name="plan-hours"),
    path("cases/<code:code>/plan/steps/new/", staff(plan.step_new), name="step-new"),
    path("cases/<code:code>/plan/steps/<uuid:line>/", staff(plan.step), name="step"),
    path("cases/<code:code>/plan/steps/<uuid:line>/remove/", staff(plan.step_remove), name="step-remove"),
    path(
        "cases/<code:code>/plan/steps/<uuid:line>/progress/", staff(plan.step_progress), name="step-progress"
    ),
    path("cases/<code:code>/plan/as/<str:party>/", staff(preview.as_party), name="plan-preview"),
    path("cases/<code:code>/plan/answer/", staff(answer.answer), name="plan-answer"),
    path("cases/<code:code>/plan/answers/<int:answer>/reply/", staff(talk.reply), name="reply"),
    path("cases/<code:code>/plan/answers/<int:answer>/settle/", staff(talk.settle), name="settle"),
    path("cases/<code:code>/plan/draft/", staff(plan.plan_draft), name="plan-draft"),
    path("cases/<code:code>/plan/draft/drop/", staff(plan.drop), name="plan-drop"),
    path("cases/<code:code>/plan/steps/<uuid:line>/keep/", staff(plan.step_keep), name="step-keep"),
    path("cases/<code:code>/plan/answers/<int:answer>/take-up/", staff(talk.take_up), name="take-up"),
    path("cases/<code:code>/plan/versions/", staff(versions.versions), name="plan-versions"),
    path("cases/<code:code>/plan/versions/<int:number>/", staff(versions.version), name="plan-version"),
    path("cases/<code:code>/plan/compare/", staff(versions.compare), name="plan-compare"),
    path("cases/<code:code>/plan/withdraw/", staff(lifecycle.withdraw), name="plan-withdraw"),
    path("cases/<code:code>/plan/postpone/", staff(lifecycle.postpone), name="plan-postpone"),
    path("cases/<code:code>/plan/resume/", staff(lifecycle.resume), name="plan-resume"),
    path("cases/<code:code>/plan/look-again/", staff(lifecycle.keep), name="plan-keep"),
    path("cases/<code:code>/plan/end/", staff(lifecycle.close), name="plan-close"),
    path("cases/<code:code>/plan.json", staff(plan.as_json), name="plan-json"),
    path("cases/<code:code>/plan.pdf", staff(paper.own), name="plan-pdf"),
    path("cases/<code:code>/plan/as/<str:party>/plan.pdf", staff(paper.for_party), name="plan-pdf-for"),
    # Staff: tasks, adaptations, attempts
    path("cases/<code:code>/plan/tasks/new/", staff(tasks.task_new), name="task-new"),
    path("cases/<code:code>/plan/tasks/<int:task>/", staff(tasks.task), name="task"),
    path("cases/<code:code>/plan/tasks/<int:task>/remove/", staff(tasks.task_remove), name="task-remove"),
    path("cases/<code:code>/plan/tasks/<int:task>/try/", staff(tasks.adaptation_new), name="adaptation-new"),
    path("cases/<code:code>/plan/adaptations/<int:adaptation>/", staff(tasks.adaptation), name="adaptation"),
    path(
        "cases/<code:code>/plan/adaptations/<int:adaptation>/begin/",
        staff(tasks.begin),
        name="adaptation-begin",
    ),
    path("cases/<code:code>/plan/adaptations/<int:adaptation>/end/", staff(tasks.end), name="adaptation-end"),
    path(
        "cases/<code:code>/plan/adaptations/<int:adaptation>/worked/",
        staff(tasks.worked),
        name="adaptation-worked",
    ),
    path("cases/<code:code>/plan/attempts/new/", staff(attempts.attempt_new), name="attempt-new"),
    path("cases/<code:code>/plan/attempts/<int:attempt>/", staff(attempts.attempt), name="attempt"),
    path(
        "cases/<code:code>/plan/attempts/<int:attempt>/next/", staff(attempts.start_next), name="attempt-next"
    ),
    # The patient
    path("me/", mine.me, name="me"),
    path("me/plan/", patient(plan.plan), name="my-plan"),
    path("me/plan/start/", patient(plan.start), name="my-plan-start"),
    path("me/plan/goal/", patient(plan.goal), name="my-plan-goal"),
    path("me/plan/hours/", patient(hours.hours), name="my-plan-hours"),
    path("me/hours/", patient(worked.patient_hours), name="my-hours"),
    path("me/worked/", patient(worked.patient_worked), name="my-worked"),
    path("me/step-down/", patient(hours.step_down), name="my-step-down"),
    path("me/plan/steps/new/", patient(plan.step_new), name="my-step-new"),
    path("me/plan/steps/<uuid:line>/", patient(plan.step), name="my-step"),
    path("me/plan/steps/<uuid:line>/remove/", patient(plan.step_remove), name="my-step-remove"),
    path("me/plan/steps/<uuid:line>/progress/", patient(plan.step_progress), name="my-step-progress"),
    path("me/plan/send/", patient(preview.send), name="my-plan-send"),
    path("me/plan/answer/", patient(answer.answer), name="my-plan-answer"),
    path("me/plan/answers/<int:answer>/reply/", patient(talk.reply), name="my-reply"),
    path("me/plan/answers/<int:answer>/settle/", patient(talk.settle), name="my-settle"),
    path("me/plan/draft/", patient(plan.plan_draft), name="my-plan-draft"),
    path("me/plan/draft/drop/", patient(plan.drop), name="my-plan-drop"),
    path("me/plan/steps/<uuid:line>/keep/", patient(plan.step_keep), name="my-step-keep"),
    path("me/plan/answers/<int:answer>/take-up/", patient(talk.take_up), name="my-take-up"),
    path("me/plan/versions/", patient(versions.versions), name="my-plan-versions"),
    path("me/plan/versions/<int:number>/", patient(versions.version), name="my-plan-version"),
    path("me/plan/compare/", patient(versions.compare), name="my-plan-compare"),
    path("me/plan/withdraw/", patient(lifecycle.withdraw), name="my-plan-withdraw"),
    path("me/plan/postpone/", patient(lifecycle.postpone), name="my-plan-postpone"),
    path("me/plan/resume/", patient(lifecycle.resume), name="my-plan-resume"),
    path("me/plan/look-again/", patient(lifecycle.keep), name="my-plan-keep"),
    path("me/plan/end/", patient(lifecycle.close), name="my-plan-close"),
    path("me/plan.json", patient(plan.as_json), name="my-plan-json"),
    path("me/plan.pdf", patient(paper.own), name="my-plan-pdf"),
    path("me/who-sees-what/", patient(consents.who_sees_what), name="my-who-sees-what"),
    path("me/employer-contact/", patient(consents.employer_contact), name="my-employer-contact"),
    path("me/people/", patient(handovers.people), name="my-people"),
    path("me/handovers/<int:handover>/", patient(handovers.handover), name="my-handover"),
    path("me/record/", patient(mine.my_record), name="my-record"),
    path("me/data/", patient(my_data.data), name="my-data"),
    path("me/data/all.json", patient(my_data.as_json), name="my-data-json"),
    path("me/data/all.pdf", patient(my_data.as_pdf), name="my-data-pdf"),
    path("me/data/correct/", patient(my_data.correct), name="my-data-correct"),
    path("me/data/erase/", patient(my_data.erase), name="my-data-erase"),
    path("me/who-looked/", patient(mine.my_looked), name="my-looked"),
    # The patient: tasks, adaptations, attempts
    path("me/plan/tasks/new/", patient(tasks.task_new), name="my-task-new"),
    path("me/plan/tasks/<int:task>/", patient(tasks.task), name="my-task"),
    path("me/plan/tasks/<int:task>/remove/", patient(tasks.task_remove), name="my-task-remove"),
    path("me/plan/tasks/<int:task>/try/", patient(tasks.adaptation_new), name="my-adaptation-new"),
    path("me/plan/adaptations/<int:adaptation>/", patient(tasks.adaptation), name="my-adaptation"),
    path("me/plan/adaptations/<int:adaptation>/begin/", patient(tasks.begin), name="my-adaptation-begin"),
    path("me/plan/adaptations/<int:adaptation>/end/", patient(tasks.end), name="my-adaptation-end"),
    path("me/plan/adaptations/<int:adaptation>/worked/", patient(tasks.worked), name="my-adaptation-worked"),
    path("me/plan/attempts/new/", patient(attempts.attempt_new), name="my-attempt-new"),
    path("me/plan/attempts/<int:attempt>/", patient(attempts.attempt), name="my-attempt"),
    path("me/plan/attempts/<int:attempt>/next/", patient(attempts.start_next), name="my-attempt-next"),
    # Outside parties, by link
    path("answer/", party.proposed, name="answer"),
    path("answer/give/", party.give, name="answer-give"),
    path("answer/tasks/", party_tasks.fit, name="answer-tasks"),
    path("answer/adaptations/<int:adaptation>/", party_tasks.worked, name="answer-adaptation"),
    path("answer/done/", party.done, name="answer-done"),
    path("answer/hours/", worked.employer_hours, name="answer-hours"),
    path("answer/worked/", worked.employer_worked, name="answer-worked"),
    path("answer/plan.json", party.plan_json, name="answer-json"),
    path("answer/changes/", party.changes, name="answer-changes"),
    path("answer/plan.pdf", paper.of_party, name="answer-pdf"),
    # Meetings: staff, patient, outside parties
    path("cases/<code:code>/meetings/", include(OF_STAFF)),
    path("me/meetings/", include(OF_PATIENT)),
    path("answer/meetings/", include(OF_PARTY)),
    path("answer/handovers/<int:handover>/", include(HANDOVER_OF_PARTY)),
    path("cases/<code:code>/letters/", include(letter_urls.OF_STAFF)),
    path("me/letters/", include(letter_urls.OF_PATIENT)),
    path("answer/letters/", include(letter_urls.OF_PARTY)),
    # The public
    path("refer/<slug:slug>/", refer.refer, name="refer"),
    path("refer/<slug:slug>/thanks/", refer.done, name="refer-done"),
]
