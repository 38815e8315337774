from django.urls import path

from casebook import (
    compare_views,
    contact_views,
    freshness_views,
    proposal_views,
    review_views,
    views,
)

app_name = "casebook"
urlpatterns = [
    path("", views.case_list, name="case_list"),
    path("suggest/", views.case_suggest, name="case_suggest"),
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
    path("<slug:slug>/", views.case_page, name="case_page"),
    path("<slug:slug>/correct/", proposal_views.correction_new, name="correction_new"),
]
