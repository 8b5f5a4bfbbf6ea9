"""The addresses of the way in and out."""

from django.urls import path

from openkam.web.sign_in.views import second_step, sign_in, sign_out

app_name = "sign_in"
urlpatterns = [
    path("sign-in/", sign_in, name="sign_in"),
    path("sign-in/code/", second_step, name="code"),
    path("sign-out/", sign_out, name="sign_out"),
]
