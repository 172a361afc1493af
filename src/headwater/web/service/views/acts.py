"""Everything that a person can do with an engagement: its form, its action, and its words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from headwater.web.service import forms_work as work
from headwater.web.service.actions import engagements as actions
from headwater.web.service.actions import feedback, promises, working


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that a person can do with an engagement: the form, the action, and its words."""

    verb: str
    done: str
    form: type[forms.Form]
    action: Callable[..., Any]
    kind: str
    may: str
    primary: bool = False


ACTS: Mapping[str, Act] = {
    "take-in": Act(
        "Take it in", "Taken in.", work.TakeInForm, actions.take_in, "responded", "triage", True
    ),
    "agree": Act(
        "Agree on scope and level",
        "Agreed.",
        work.AgreeForm,
        actions.agree,
        "agreed",
        "work_engagements",
        True,
    ),
    "start": Act(
        "Start the work",
        "Work has started.",
        work.NoteForm,
        actions.start,
        "started",
        "work_engagements",
        True,
    ),
    "deliver": Act(
        "Deliver",
        "Delivered.",
        work.DeliverForm,
        actions.deliver,
        "delivered",
        "work_engagements",
        True,
    ),
    "accept": Act(
        "Accept", "Accepted.", work.AcceptForm, actions.accept, "accepted", "accept", True
    ),
    "recognize": Act(
        "Recognize its value",
        "The value is recognized.",
        work.RecognizeForm,
        feedback.state_value,
        "recognized",
        "accept",
        True,
    ),
    "resume": Act(
        "Go on", "The clocks go on.", work.NoteForm, promises.resume, "resumed", "work_engagements"
    ),
    "pause": Act("Pause", "Paused.", work.PauseForm, promises.pause, "paused", "work_engagements"),
    "hand-over": Act(
        "Hand over",
        "Handed over.",
        work.HandOverForm,
        working.hand_over,
        "handed_over",
        "work_engagements",
    ),
    "submit": Act(
        "Put up for decision",
        "Put up for decision.",
        work.SubmitForm,
        working.submit,
        "submitted",
        "work_engagements",
    ),
    "decide": Act(
        "Record the decision",
        "The decision is recorded.",
        work.DecideForm,
        working.decide,
        "decided",
        "work_engagements",
    ),
    "promise": Act(
        "Change the promise",
        "The promise was changed.",
        work.PromiseForm,
        promises.change_promise,
        "sla_changed",
        "triage",
    ),
    "calendar": Act(
        "Change the calendar",
        "The calendar was changed.",
        work.CalendarForm,
        promises.change_calendar,
        "calendar_changed",
        "triage",
    ),
    "note": Act("Add a note", "Noted.", work.TextForm, working.note, "noted", "work_engagements"),
    "reopen": Act(
        "Open it again",
        "It is open again.",
        work.ReopenForm,
        actions.reopen,
        "reopened",
        "ask_service",
    ),
    "decline": Act("Decline", "Declined.", work.DeclineForm, actions.decline, "declined", "triage"),
    "withdraw": Act(
        "Withdraw", "Withdrawn.", work.ReasonForm, actions.withdraw, "withdrawn", "ask_service"
    ),
    "step": Act(
        "Done",
        "The step is done.",
        work.StepForm,
        working.finish_step,
        "step_done",
        "work_engagements",
    ),
    "value": Act(
        "State value",
        "Written down.",
        work.ValueForm,
        feedback.state_value,
        "noted",
        "work_engagements",
    ),
    "complain": Act(
        "Write down a complaint",
        "Written down.",
        work.ComplaintForm,
        feedback.complain,
        "noted",
        "ask_service",
    ),
}
APART = ("step", "value", "complain")
"""Acts that have a place of their own on the page."""
