"""The part of the catalogue that speaks of appeals and complaints."""

from accreditation.notifications import recipients as to
from accreditation.notifications.kind import Kind
from accreditation.texts import N_

APPEAL_STEPS = (
    Kind("tell_appeal_filed", N_("An appeal or complaint came in: %(number)s"), (to.keepers,)),
    Kind("confirm_appeal_filed", N_("We received what you filed: %(number)s"), (to.filer,), of="tell_appeal_filed"),
    Kind("acknowledge_appeal", N_("Receipt of your appeal or complaint: %(number)s"), (to.filer,)),
    Kind("tell_appeal_inadmissible", N_("Your appeal or complaint cannot be examined: %(number)s"), (to.filer,)),
    Kind("ask_panel_to_examine", N_("Please examine: %(number)s"), (to.appeals_panel,), asks=True),
    Kind("tell_appeal_decided", N_("The result of your appeal or complaint: %(number)s"), (to.filer,)),
    Kind(
        "tell_office_appeal_decided",
        N_("An appeal or complaint is concluded: %(number)s"),
        (to.keepers,),
        of="tell_appeal_decided",
    ),
    Kind(
        "tell_heard_appeal_decided",
        N_("The complaint about you is concluded: %(number)s"),
        (to.the_person_heard,),
        of="tell_appeal_decided",
        page="/answer",
    ),
)

# What is done to an appeal or complaint beside its steps, and what follows from one.
ABOUT_APPEALS = (
    Kind("ask_new_member_to_examine", N_("Please examine: %(number)s"), (to.newest_panelist,)),
    Kind(
        "ask_to_be_heard",
        N_("A complaint about you: please answer (%(number)s)"),
        (to.the_person_heard,),
        page="/answer",
    ),
    Kind("tell_complaint_answered", N_("The person complained about answered: %(number)s"), (to.keepers,)),
    Kind("tell_complaint_withdrawn", N_("A complaint was withdrawn: %(number)s"), (to.keepers, to.appeals_panel)),
    Kind("tell_seat_after_appeal", N_("Your seat in a workshop: %(number)s"), (to.the_person,)),
    Kind("ask_to_mark_again", N_("Please mark a candidate again: %(number)s"), (to.markers_again,)),
)

# To whoever complained without an account (`complaints.py`); the link follows the complaint.
ABOUT_COMPLAINTS = (
    Kind("confirm_complaint", N_("Please confirm your complaint"), (), asks=True),
    Kind("complaint_received", N_("We received your complaint %(number)s"), ()),
    Kind("complaint_moved", N_("Your complaint %(number)s: %(state)s"), ()),
)
