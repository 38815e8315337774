from django.urls import path

from casebook import (
    compare_views,
    contact_views,
    exchange_views,
    freshness_views,
    proposal_views,
    review_views,
    travel_views,
    views,
)

app_name = "casebook"
urlpatterns = [
    path("", views.case_list, name="case_list"),
    path("suggest/", views.case_suggest, name="case_suggest"),
    path("travel/", travel_views.travel, name="travel"),
    path("travel/export/", travel_views.case_export, name="case_export"),
    path("travel/schema.json", travel_views.case_schema, name="case_schema"),
    path("travel/import/", travel_views.case_file_upload, name="case_file_upload"),
    path("travel/imports/<int:pk>/", travel_views.case_import, name="case_import"),
    path(
        "travel/imports/<int:pk>/apply/", travel_views.case_import_apply, name="case_import_apply"
    ),
    path("travel/imports/<int:pk>/undo/", travel_views.case_import_undo, name="case_import_undo"),
    path("travel/cases/<int:pk>/", travel_views.arrived_case, name="arrived_case"),
    path(
        "travel/cases/<int:pk>/choose/",
        travel_views.arrived_case_choose,
        name="arrived_case_choose",
    ),
    path("wanted/", views.wanted_list, name="wanted_list"),
    path("propose/", proposal_views.proposal_list, name="proposal_list"),
    path("propose/case/", proposal_views.proposal_new, name="proposal_new"),
    path("propose/<int:pk>/", proposal_views.proposal, name="proposal"),
    path("propose/<int:pk>/edit/", proposal_views.proposal_edit, name="proposal_edit"),
    path("propose/<int:pk>/withdraw/", proposal_views.proposal_withdraw, name="proposal_withdraw"),
    path("propose/<int:pk>/take/", review_views.proposal_take, name="proposal_take"),
    path("propose/<int:pk>/decide/", review_views.proposal_decide, name="proposal_decide"),
    path("propose/<int:pk>/finish/", review_views.proposal_finish, name="proposal_finish"),
    path("review/", review_views.review_list, name="review_list"),
    path("compare/", compare_views.compare, name="compare"),
    path("compare/own/new/", compare_views.own_city_new, name="own_city_new"),
    path("compare/own/<int:pk>/", compare_views.own_city_edit, name="own_city_edit"),
    path("freshness/", freshness_views.freshness, name="freshness"),
    path(
        "freshness/<int:pk>/confirm/", freshness_views.freshness_confirm, name="freshness_confirm"
    ),
    path("contacts/<int:pk>/", contact_views.contact_edit, name="contact_edit"),
    path("<slug:slug>/contacts/", contact_views.contact_list, name="contact_list"),
    path("<slug:slug>/contacts/new/", contact_views.contact_new, name="contact_new"),
    path(
        "travel/cases/<int:pk>/accept/",
        exchange_views.arrived_case_accept,
        name="arrived_case_accept",
    ),
    path(
        "travel/cases/<int:pk>/leave/",
        exchange_views.arrived_case_leave,
        name="arrived_case_leave",
    ),
    path("exchange/", exchange_views.exchange, name="exchange"),
    path("exchange/make/", exchange_views.exchange_make, name="exchange_make"),
    path("exchange/file/", exchange_views.exchange_download, name="exchange_download"),
    path("exchange/receive/", exchange_views.exchange_receive, name="exchange_receive"),
    path("exchange/latest", exchange_views.exchange_latest, name="exchange_latest"),
    path("exchange/partners/new/", exchange_views.partner_new, name="partner_new"),
    path("exchange/partners/<int:pk>/end/", exchange_views.partner_end, name="partner_end"),
    path("exchange/tokens/new/", exchange_views.feed_token_new, name="feed_token_new"),
    path(
        "exchange/tokens/<int:pk>/revoke/",
        exchange_views.feed_token_revoke,
        name="feed_token_revoke",
    ),
    path("<slug:slug>/", views.case_page, name="case_page"),
    path("<slug:slug>/correct/", proposal_views.correction_new, name="correction_new"),
]
