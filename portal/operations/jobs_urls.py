from django.urls import path

from portal.operations import jobs_views, mail_views, views

app_name = "jobs"
urlpatterns = [
    path("", views.machine_condition, name="machine_condition"),
    path("jobs/", jobs_views.job_list, name="job_list"),
    path("jobs/<uuid:pk>/run-again/", jobs_views.job_run_again, name="job_run_again"),
    path("mail/", mail_views.mail_list, name="mail_list"),
    path("mail/<int:pk>/send-again/", mail_views.mail_send_again, name="mail_send_again"),
    path("mail/send-all-again/", mail_views.mail_send_all_again, name="mail_send_all_again"),
]
