"""Who may do what with training beyond what the roles alone say."""

from django.db.models import Q

from portal.rights.law import roles_with
from portal.staff.models import Role, StaffMember
from portal.staff.roles import has_right, roles_of
from training.models import Booking, Certificate, Completion, Course, Form, Session


def may_train(staff: StaffMember) -> bool:
    """Whether the trainer's desk is open to ``staff``: trainers, and the DX section."""
    return bool(roles_of(staff) & {Role.TRAINER, Role.OFFICER})


def runs_everything(staff: StaffMember) -> bool:
    return has_right(staff, "roster", "view")


def sessions_run_by(staff: StaffMember):
    """A trainer's own sessions; the DX section has all. The one predicate of the desk."""
    if runs_everything(staff):
        return Session.objects.all()
    if Role.TRAINER in roles_of(staff):
        return Session.objects.run_by(staff)
    return Session.objects.none()


def bookings_run_by(staff: StaffMember):
    return Booking.objects.filter(session__in=sessions_run_by(staff))


def certificates_run_by(staff: StaffMember):
    """Those that ``staff`` may revoke. One without a session is the DX section's alone."""
    if runs_everything(staff):
        return Certificate.objects.all()
    return Certificate.objects.filter(session__in=sessions_run_by(staff))


def may_keep_catalogue(staff: StaffMember) -> bool:
    return has_right(staff, "course", "create, edit")


def may_read_survey(staff: StaffMember) -> bool:
    return bool(roles_of(staff) & roles_with("survey answers", "view"))


def may_read_survey_texts(staff: StaffMember) -> bool:
    return has_right(staff, "survey answers", "view")


def may_read_material(staff: StaffMember, course: Course) -> bool:
    """Who has or had a seat in the course, trainers, the DX section and editors.

    A course that is a video has no seats: everybody takes it.
    """
    if course.is_live and course.form == Form.VIDEO:
        return True
    if roles_of(staff) & {Role.TRAINER, Role.OFFICER, Role.EDITOR}:
        return True
    seats = Booking.objects.booked().filter(staff=staff, session__course=course)
    return seats.exists() or Completion.objects.filter(staff=staff, course=course).exists()


def may_read_skill_numbers(staff: StaffMember) -> bool:
    """Numbers of groups of 5 or more: trainers and the DX section."""
    return may_train(staff)


def sessions_of(staff: StaffMember):
    """Sessions whose notes and questions ``staff`` reads: one's own, and those one runs."""
    if roles_of(staff) & {Role.OFFICER, Role.EDITOR}:
        return Session.objects.visible_to(staff)
    own = Booking.objects.live().filter(staff=staff).values("session")
    return Session.objects.visible_to(staff).filter(Q(pk__in=own) | Q(trainers=staff)).distinct()
