"""Many at once, on both databases: nobody sits on nobody's lap."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from tests.builders import a_staff_member
from tests.training.builders import STARTS, a_session
from training.booking import NoSeat, book_seat, cancel_own, cancel_session, change_capacity
from training.checking import faults
from training.models import Booking, CancelReason, Session

pytestmark = pytest.mark.django_db(transaction=True)
NOW = STARTS - timedelta(days=10)


def all_at_once(*acts):
    """Run every act in a thread of its own, started together. Returns what was raised."""
    start, raised = Barrier(len(acts)), []

    def run(act):
        try:
            start.wait()
            act()
        except Exception as error:  # noqa: BLE001 - the test looks at every one
            raised.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def booking_of(session, staff):
    return lambda: book_seat(session, staff, now=NOW)


def test_sixteen_at_once_for_three_seats():
    session = a_session(capacity=3)
    people = [a_staff_member() for _each in range(16)]

    raised = all_at_once(*(booking_of(session, staff) for staff in people))

    assert raised == []
    assert session.bookings.booked().count() == 3
    assert session.bookings.waiting().count() == 13
    assert faults(NOW) == []


def test_one_person_on_four_screens_has_one_seat():
    session, staff = a_session(capacity=3), a_staff_member()

    raised = all_at_once(*[booking_of(session, staff)] * 4)

    assert raised == []
    assert Booking.objects.count() == 1


def test_joining_leaving_and_a_growing_room_at_once_leave_no_free_seat_with_a_waiter():
    session = a_session(capacity=3)
    trainer = a_staff_member()
    seats = [book_seat(session, a_staff_member(), now=NOW) for _each in range(6)]
    new = [a_staff_member() for _each in range(5)]
    leaving = [seats[0], seats[1], seats[1], seats[4]]

    raised = all_at_once(
        *(booking_of(session, staff) for staff in new),
        *(lambda b=b: cancel_own(b, reason=CancelReason.DUTY, words="", now=NOW) for b in leaving),
        lambda: change_capacity(session, 4, by=trainer, now=NOW),
    )

    assert raised == []
    assert session.bookings.booked().count() == 4
    assert session.bookings.waiting().count() == 4
    assert faults(NOW) == []


def test_a_session_called_off_meanwhile_leaves_nobody_on_its_list():
    session = a_session(capacity=2)
    people = [a_staff_member() for _each in range(6)]
    trainer = a_staff_member()

    raised = all_at_once(
        *(booking_of(session, staff) for staff in people),
        lambda: cancel_session(session, reason="台風のため", by=trainer, now=NOW),
    )

    assert [error for error in raised if not isinstance(error, NoSeat)] == []
    assert session.bookings.live().count() == 0
    assert Session.objects.get(pk=session.pk).is_cancelled
    assert faults(NOW) == []
