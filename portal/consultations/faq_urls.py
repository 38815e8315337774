from django.urls import path

from portal.consultations import faq_views

app_name = "faq"
urlpatterns = [
    path("", faq_views.faq_list, name="faq_list"),
    path("new/", faq_views.faq_new, name="faq_new"),
    path("<int:pk>/", faq_views.faq, name="faq"),
    path("<int:pk>/useful/", faq_views.faq_useful, name="faq_useful"),
    path("<int:pk>/edit/", faq_views.faq_edit, name="faq_edit"),
    path("<int:pk>/move/", faq_views.faq_move, name="faq_move"),
    path("<int:pk>/check/", faq_views.faq_check, name="faq_check"),
]
