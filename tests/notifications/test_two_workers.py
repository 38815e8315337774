"""Several processes that send at the same moment, on whichever database the tests run on."""

import json
import time

import pytest

from tests.notifications.post_office import PostOffice

pytestmark = pytest.mark.thorough
MAILS = 40


def test_workers_that_send_at_once_send_no_mail_twice(house):
    post_office = PostOffice()
    house.environment["EMAIL_URL"] = f"smtp://127.0.0.1:{post_office.port}"
    house.run("-m", "tests.chaos.mail_errands", "write", str(MAILS))

    with post_office.open(seconds=0.01):
        start = str(time.time() + 4)
        together = [
            house.begin("-m", "tests.chaos.mail_errands", "send", start) for _each in range(3)
        ]
        assert [process.wait(timeout=60) for process in together] == [0, 0, 0]

    assert len(post_office.message_ids) == len(set(post_office.message_ids)) == MAILS
    shares = [json.loads(line) for (line,) in house.query("SELECT name FROM errand_run")]
    assert sum(shares) == MAILS
    # Otherwise they did not send at once, and nothing has been shown.
    assert sorted(shares)[1] > 0
