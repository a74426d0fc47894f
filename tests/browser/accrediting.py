"""The last acts of the journey: workshop, mission, accreditation, the certificate, and its suspension."""

from types import SimpleNamespace

from accreditation.texts import N_, say, say_day
from accreditation.workflow.accreditation import ACCREDITATION
from accreditation.workflow.application import APPLICATION
from accreditation.workflow.certificate import CERTIFICATE
from accreditation.workflow.mission import MISSION
from accreditation.workflow.present import present_rule
from accreditation.workflow.states import AccreditationState, CertificateState, MissionState, WorkshopState
from accreditation.workflow.states import ApplicationState as S
from accreditation.workflow.workshop import WORKSHOP
from tests.browser.applying import TITLES
from tests.browser.printed import address_in, draw, words_of
from tests.browser.reader import Reader
from tests.browser.road import APPLICANT, NAME, Road
from tests.browser.selecting import decide, give_levels

REFERENCE = "AMS/2027/17"
NOT_ACCEPTED = present_rule(MISSION, SimpleNamespace(state=MissionState.OFFERED, accepted_at=None))
STAFF = (("Tomás", "trainer"), ("Eva", "assessor"), ("Elías", "assessor"))


def plan_the_workshop(road: Road) -> None:
    with road.on(2027, 1, 11):
        officer = road.staff("oficial").enter("Calls")
        officer.follow(TITLES[road.lang]).press("Plan a workshop")
        for name, duty in STAFF:
            _unfold(officer, "Change dates or staff")
            officer.choose("Person", name).field("Duty").select_option(duty)
            officer.press("Add")
        _unfold(officer, "Change dates or staff")
        officer.write("First day", "2027-03-01").write("Last day", "2027-03-05").press("Save dates")
        officer.take(WORKSHOP, "open_workshop")
        road.keep(officer, "workshop-open")
        officer.open(f"/cases/{road.number}").confirm(APPLICATION, "invite")
        road.reaches(S.INVITED, "invited")
    with road.on(2027, 1, 13):
        road.applicant().confirm(APPLICATION, "confirm")
        road.reaches(S.CONFIRMED, "confirmed")


def _unfold(reader: Reader, words: str) -> None:
    reader.main.locator("summary").get_by_text(reader.said(words), exact=True).click()


def attend_the_workshop(road: Road) -> None:
    with road.on(2027, 3, 1):
        coordinator = _workshop(road, "coordinacion")
        coordinator.main.get_by_label(coordinator.said("present")).first.check()
        road.keep(coordinator, "attendance")
        coordinator.press("Record attendance").take(WORKSHOP, "start_workshop")
        road.reaches(S.IN_WORKSHOP, "in-workshop")
    with road.on(2027, 3, 5):
        coordinator = _workshop(road, "coordinacion").take(WORKSHOP, "end_workshop")
        for key in ("evaluador", "evaluador2"):
            assessor = road.staff(key)
            assessor.follow(NAME)
            give_levels(assessor)
            road.keep(assessor, f"{key}-marks")
            assessor.press("Keep my marks")
        coordinator = _workshop(road, "coordinacion").take(WORKSHOP, "close_workshop")
        road.keep(coordinator, "workshop-closed")
        road.since = road.today
        road.sees(coordinator, WORKSHOP, WorkshopState.CLOSED)
        road.reaches(S.AWAITING_PRE_ACCREDITATION, "marked")


def _workshop(road: Road, key: str) -> Reader:
    reader = road.staff(key).enter("Workshops")
    with reader.page.expect_navigation():
        reader.main.get_by_role("row").get_by_role("link").first.click()
    return reader


def pre_accredit(road: Road) -> None:
    with road.on(2027, 3, 15):
        decide(road, road.task_of("direccion"), "pre_accredit", "Felicitaciones.")
        road.reaches(S.PRE_ACCREDITED, "pre-accredited")
        administrator = road.staff("administracion").open("/people").write("Name", "Marina").press("Search")
        administrator.field("Role").select_option("mentor")
        administrator.choose("For", road.call)
        road.keep(administrator, "mentor-appointed")
        administrator.press("Grant the role")


def go_on_mission(road: Road) -> None:
    with road.on(2027, 3, 16):
        officer = road.task_of("oficial").press("Plan a mission")
        officer.write("Title", "Diagnóstico en Honduras").choose("Beneficiary administration", "Honduras")
        officer.write("First day", "2027-05-03").write("Last day", "2027-05-07")
        road.keep(officer, "mission-plan")
        officer.press("Plan the mission").take(MISSION, "offer_mission")
        road.since = road.today
        road.sees(officer, MISSION, MissionState.OFFERED, NOT_ACCEPTED)
        road.keep(officer, "mission-offered-office")
    with road.on(2027, 3, 17):
        candidate = road.applicant().press("See the mission")
        road.sees(candidate, MISSION, MissionState.OFFERED, NOT_ACCEPTED)
        road.keep(candidate, "mission-offered-applicant")
        candidate.take(MISSION, "accept_mission")
        road.mission_task_of("contacto").take(MISSION, "release_for_mission")
        road.since = road.today
        road.sees(road.desk, MISSION, MissionState.RELEASED)
    with road.on(2027, 5, 3):
        mentor = _mission(road, "mentor").take(MISSION, "start_mission")
        road.reaches(S.ON_MISSION, "on-mission")
    with road.on(2027, 5, 10):
        mentor = road.mission_task_of("mentor")
        give_levels(mentor)
        mentor.write("What you observed", "Escuchó antes de aconsejar.").tick("Yes")
        road.keep(mentor, "report")
        mentor.press(MISSION.transition("hand_in_report").label)
        road.reaches(S.AWAITING_ACCREDITATION, "reported")
    with road.on(2027, 5, 12):
        host = _mission(road, "beneficiario").tick("5").write("Comment", "Muy útil.")
        road.keep(host, "feedback")
        host.press("Send the feedback")
        _mission(road, "oficial").take(MISSION, "evaluate_mission")


def _mission(road: Road, key: str) -> Reader:
    return road.staff(key).enter("Missions").follow(NAME)


def accredit(road: Road) -> None:
    with road.on(2027, 5, 14):
        decide(road, road.task_of("direccion"), "accredit")
        road.reaches(S.ACCREDITED, "accredited")
        if road.lang == "fr":
            liaison = _accreditation(road, "enlace").write("Reference of the WCO decision", REFERENCE)
            liaison.press("Confirm the reference")
            road.keep(liaison, "reference-confirmed")
        issuer = road.task_of("oficial2", NAME, road.desk.said(CERTIFICATE.rule(CertificateState.RESERVED).label))
        road.sees(issuer, CERTIFICATE, CertificateState.RESERVED)
        road.keep(issuer, "certificate-content")
        issuer.take(CERTIFICATE, "approve_content")


def _accreditation(road: Road, key: str) -> Reader:
    return road.staff(key).enter("Accreditations").follow(NAME)


def receive_the_certificate(road: Road) -> None:
    mail = next(mail for mail in road.mails_to(APPLICANT) if mail.attachments)
    ((name, _, sent),) = mail.attachments
    with road.on(2027, 5, 17):
        issuer = road.staff("oficial2").open(f"/certificates/{name.removesuffix('.pdf')}")
        road.keep(issuer, "certificate-issued")
        holder = road.applicant("/applications")
        road.keep(holder, "home-of-an-expert")
        with holder.page.expect_download() as started:
            holder.main.get_by_role("link", name=name.removesuffix(".pdf"), exact=True).click()
        printed = started.value.path().read_bytes()
        assert printed == sent, "the mail brings the same document"
        draw(printed, f"journey-{road.lang}-certificate")
        words = words_of(printed)
        assert NAME in words
        regional = say(N_("Regional certificate"), road.lang)
        assert (REFERENCE in words, regional in words) == ((True, False) if road.lang == "fr" else (False, True))
        road.address = address_in(printed)


def check_the_certificate(road: Road) -> None:
    with road.on(2027, 5, 18):
        anybody = road.anybody.open(road.address)
        road.keep(anybody, "certificate-valid")
        assert NAME in anybody.main.inner_text()
        assert anybody.main.locator(".answer.tone-good").count(), "the code on the paper leads to a valid certificate"
        head = _accreditation(road, "direccion")
        road.keep(head, "before-suspension")
        head.take(ACCREDITATION, "suspend", note="Se examina una queja.")
        road.since = road.today
        road.sees(head, ACCREDITATION, AccreditationState.SUSPENDED)
        road.keep(head, "suspended")
        road.keep(anybody.look_again(), "certificate-suspended")
        assert not anybody.main.locator(".answer.tone-good").count(), "a suspension shows at once"
        assert anybody.said("Suspended since %(day)s", day=say_day(road.today, road.lang)) in anybody.main.inner_text()
        holder = road.applicant("/applications")
        assert holder.said(ACCREDITATION.rule(AccreditationState.SUSPENDED).label) in holder.main.inner_text()
        road.keep(holder, "suspended-expert")


ACTS = (
    plan_the_workshop,
    attend_the_workshop,
    pre_accredit,
    go_on_mission,
    accredit,
    receive_the_certificate,
    check_the_certificate,
)
