"""The addresses of the users."""

from django.urls import path

from openkam.web.users import level_views, tree_views, views

app_name = "users"
urlpatterns = [
    path("users/", views.users, name="users"),
    path("users/new/", views.new_user, name="new"),
    path("users/tree/", tree_views.tree, name="tree"),
    path("users/reading/", level_views.reading, name="reading"),
    path("users/<int:pk>/", views.user, name="user"),
    path("users/<int:pk>/roles/", views.roles, name="roles"),
    path("users/<int:pk>/manager/", views.manager, name="manager"),
    path("users/<int:pk>/password/", views.password, name="password"),
    path("users/<int:pk>/second-factor/", views.second_factor, name="second_factor"),
    path("users/<int:pk>/state/", views.state, name="state"),
]
