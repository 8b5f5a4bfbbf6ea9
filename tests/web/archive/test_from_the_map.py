"""What the people map answers is no question on the page of knowledge, in the print and before a visit."""

from django.test import Client

from tests.cast import Cast, harbour_people

ASKING = "Who signs a purchase of this size?"


def test_who_decides_is_taken_from_the_people_map(client: Client, company: Cast) -> None:
    client.force_login(company.fang)
    place = f"/accounts/{company.harbour.pk}/"
    assert ASKING in client.get(f"{place}archive/").content.decode()
    people = harbour_people(company)
    item = client.get(f"{place}archive/").content.decode().partition('id="item-people-final_say"')[2]
    item = item.partition("</dd>")[0]
    assert ASKING not in item
    assert people.zhou.name in item
    assert f'<a href="{place}people/">' in item
    assert "confirmation/" not in item
    print_out = client.get(f"{place}archive/print/").content.decode()
    assert "people map" in print_out
    assert ASKING not in client.get(f"{place}visit/").content.decode()
