from itertools import islice

from django.db import migrations

from openkam.records.accounts.running_text import running_pieces

_AT_ONCE = 2000


def write_pieces(apps, schema_editor):
    """Of the reviews that were written before there was a search for them."""
    text_rows = apps.get_model("needs", "ReviewText").objects
    reviews = apps.get_model("needs", "LossReview").objects.values_list("pk", "lesson")
    rows = reviews.order_by("pk").iterator(chunk_size=_AT_ONCE)
    while part := list(islice(rows, _AT_ONCE)):
        text_rows.bulk_create(
            [text_rows.model(review_id=key, text=running_pieces(lesson)) for key, lesson in part], batch_size=400
        )


class Migration(migrations.Migration):

    dependencies = [
        ('needs', '0002_reviews_found_by_their_lesson'),
    ]

    operations = [
        migrations.RunPython(write_pieces, migrations.RunPython.noop),
    ]
