from django.urls import path

from portal.consultations import (
    desk_list_views,
    desk_views,
    packet_views,
    share_views,
    survey_views,
    thread_views,
    views,
)

app_name = "consultations"
urlpatterns = [
    path("", views.consultation_list, name="consultation_list"),
    path("new/", views.consultation_new, name="consultation_new"),
    path("new/similar/", views.consultation_similar, name="consultation_similar"),
    path("new/solved/", views.consultation_solved, name="consultation_solved"),
    path("new/check/", views.consultation_check, name="consultation_check"),
    path("new/drop/", views.consultation_drop, name="consultation_drop"),
    path("desk/", desk_list_views.desk, name="desk"),
    path("desk/assign/", desk_list_views.desk_assign, name="desk_assign"),
    path("desk/hand-over/", desk_list_views.desk_hand_over, name="desk_hand_over"),
    path("desk/closed-days/", desk_list_views.closed_day_list, name="closed_day_list"),
    path(
        "desk/closed-days/<int:pk>/open/", desk_list_views.closed_day_open, name="closed_day_open"
    ),
    path("desk/templates/", desk_list_views.template_list, name="template_list"),
    path("desk/templates/<int:pk>/", desk_list_views.template_edit, name="template_edit"),
    path(
        "desk/templates/<int:pk>/remove/", desk_list_views.template_remove, name="template_remove"
    ),
    path("notes/<int:pk>/", desk_views.note_edit, name="note_edit"),
    path("<int:pk>/", thread_views.consultation, name="consultation"),
    path("<int:pk>/add/", thread_views.consultation_add, name="consultation_add"),
    path("<int:pk>/close/", thread_views.consultation_close, name="consultation_close"),
    path("<int:pk>/reopen/", thread_views.consultation_reopen, name="consultation_reopen"),
    path("<int:pk>/rate/", thread_views.consultation_rate, name="consultation_rate"),
    path("<int:pk>/take/", desk_views.consultation_take, name="consultation_take"),
    path("<int:pk>/assign/", desk_views.consultation_assign, name="consultation_assign"),
    path("<int:pk>/write/", desk_views.consultation_write, name="consultation_write"),
    path("<int:pk>/facts/", desk_views.consultation_facts, name="consultation_facts"),
    path("<int:pk>/status/", desk_views.consultation_status, name="consultation_status"),
    path("<int:pk>/tick/", desk_views.consultation_tick, name="consultation_tick"),
    path("<int:pk>/name/", desk_views.consultation_name, name="consultation_name"),
    path("<int:pk>/merge/", desk_views.consultation_merge, name="consultation_merge"),
    path("<int:pk>/share/", share_views.consultation_share, name="consultation_share"),
    path("shares/<int:pk>/answer/", share_views.share_answer, name="share_answer"),
    path("shares/<int:pk>/end/", share_views.share_end, name="share_end"),
    path("<int:pk>/packet/", packet_views.packet_new, name="packet_new"),
    path("packets/<int:pk>/", packet_views.packet, name="packet"),
    path("packets/<int:pk>/accept/", packet_views.packet_accept, name="packet_accept"),
    path("packets/<int:pk>/revoke/", packet_views.packet_revoke, name="packet_revoke"),
    path("packets/<int:pk>/advise/", packet_views.packet_advise, name="packet_advise"),
    path("hearings/", survey_views.hearing_list, name="hearing_list"),
    path("hearings/<int:pk>/", survey_views.hearing_round, name="hearing_round"),
    path("hearings/sections/<int:pk>/", survey_views.hearing, name="hearing"),
    path("hearings/sections/<int:pk>/wish/", survey_views.wish_add, name="wish_add"),
    path("hearings/wishes/<int:pk>/", survey_views.wish_settle, name="wish_settle"),
    path("procedures/", survey_views.procedure_list, name="procedure_list"),
    path("procedures/import/", survey_views.procedure_import, name="procedure_import"),
    path("procedures/template/", survey_views.procedure_template, name="procedure_template"),
    path("<int:pk>/link/", desk_views.consultation_link, name="consultation_link"),
]
