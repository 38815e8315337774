"""Who may do what at the desk. Source: RIGHTS, the rows of the ticket."""

from portal.consultations.models import Consultation, Entry, Faq, InternalNote
from portal.consultations.models.consultation import opened_by_glass_to
from portal.staff.models import Role, StaffMember
from portal.staff.roles import roles_of


def works_at_the_desk(staff: StaffMember) -> bool:
    return Role.OFFICER in roles_of(staff)


def may_answer(staff: StaffMember, consultation: Consultation) -> bool:
    """Nobody answers their own consultation."""
    return Consultation.objects.on_desk_of(staff).filter(pk=consultation.pk).exists()


def may_read_notes(staff: StaffMember, consultation: Consultation) -> bool:
    """Officers who may answer it, and who reads it through the broken glass. Never the asker."""
    if consultation.asker_id == staff.pk:
        return False
    opened = str(consultation.pk) in opened_by_glass_to(staff)
    return opened or may_answer(staff, consultation)


def may_add(staff: StaffMember, consultation: Consultation) -> bool:
    """Write into the thread from the asker's side: the asker, and the leader it is shared with."""
    if consultation.asker_id == staff.pk:
        return True
    return consultation.leader_readers().filter(pk=staff.pk).exists()


def may_tell_outcome(staff: StaffMember, consultation: Consultation) -> bool:
    """What came of trying out a case: the asker tells it, or the desk."""
    return consultation.asker_id == staff.pk or may_answer(staff, consultation)


def may_read_entry_file(staff: StaffMember, entry: Entry) -> bool:
    return Consultation.objects.visible_to(staff).filter(pk=entry.consultation_id).exists()


def may_read_note_file(staff: StaffMember, note: InternalNote) -> bool:
    return may_read_notes(staff, note.consultation)


def may_publish(staff: StaffMember, faq: Faq) -> bool:
    """The second reader: an officer who did not write it."""
    return works_at_the_desk(staff) and faq.written_by_id != staff.pk
