"""Every address of the portal."""

from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal.staff.views import cms_gate, shut_door, to_entrance
from portal.ui.media import media

urlpatterns = [
    path("", include("portal.home.urls")),
    path("health/", include("portal.operations.urls")),
    path("audit/", include("portal.operations.audit_urls")),
    path("operations/", include("portal.operations.jobs_urls")),
    path("", include("portal.ui.urls")),
    path("privacy/", include("portal.personal.urls")),
    path("accounts/", include("portal.staff.sign_in_urls")),
    path("staff/accounts/", include("portal.staff.account_urls")),
    path("staff/", include("portal.staff.urls")),
    path("", include("portal.authority.urls")),
    # Wagtail's own entrances would pass by the one above. They must stand before its includes.
    path("cms/gate/", cms_gate, name="cms_gate"),
    path("cms/login/", to_entrance),
    path("_util/login/", to_entrance),
    re_path(r"^cms/password_reset/", shut_door),
    re_path(r"^cms/account/", shut_door),
    re_path(r"^cms/failwhale/", shut_door),
    re_path(r"^documents/authenticate_with_password/", shut_door),
    re_path(r"^_util/authenticate_with_password/", shut_door),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("files/", include("portal.files.urls")),
    path("notifications/", include("portal.notifications.urls")),
    path("media/<path:path>", media, name="media"),
    path("guidance/", include("portal.guidance.urls")),
    path("casebook/", include("casebook.urls")),
    path("training/", include("training.urls")),
    path("calendar/feed/", include("training.feed_urls")),
    path("leaders/", include("leaders.urls")),
    path("consultations/", include("portal.consultations.urls")),
    path("faq/", include("portal.consultations.faq_urls")),
    path("ideas/", include("portal.consultations.idea_urls")),
    path("community/", include("portal.community.urls")),
    path("kpi/", include("portal.kpi.urls")),
    path("", include(wagtail_urls)),
]

handler400 = "portal.ui.views.bad_request"
handler403 = "portal.staff.refusals.permission_denied"
handler404 = "portal.ui.views.not_found"
handler429 = "portal.ui.views.too_many_requests"
handler500 = "portal.ui.views.server_error"
