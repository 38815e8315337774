import pytest

from tests.notifications.post_office import HOST, PostOffice
from tests.operations.conftest import house  # noqa: F401 - a fixture


@pytest.fixture
def post_office(settings):
    """An address where no mail server listens until the test opens one."""
    office = PostOffice()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = HOST, office.port
    settings.EMAIL_TIMEOUT = 0.3
    return office
