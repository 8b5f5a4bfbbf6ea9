"""The uploads as Django knows them."""

from django.apps import AppConfig


class UploadsConfig(AppConfig):
    """Uploads, their files and the jobs that read them."""

    name = "openkam.intake.uploads"
    label = "uploads"
