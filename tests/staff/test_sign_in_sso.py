"""Single sign-on: whom an answer of the city's sign-in service means, and which are refused."""

import base64

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from portal.staff.models import Role, StaffMember
from portal.staff.sign_in_providers import form_origins, oidc_app, saml_app, saml_idp
from tests.builders import a_staff_member
from tests.staff.sign_in_services import (
    SamlSigner,
    as_form,
    forging_server,
    oidc_server,
    request_id_of,
    sign_in_there,
)
from tests.staff.signing_in import an_app, is_signed_in

OIDC = "/accounts/oidc/city/login/"
CALLBACK = "/accounts/oidc/city/login/callback/"
SAML = "/accounts/saml/city/"
MFA_CONTEXT = "https://refeds.org/profile/mfa"


@pytest.fixture(scope="module")
def city():
    """A real OIDC server that knows these people."""
    people = [
        {"sub": "hanako", "employee_number": "0012"},
        {"sub": "wide", "employee_number": "００１２ "},
        {"sub": "with-factor", "employee_number": "0012", "amr": ["pwd", "otp"]},
        {"sub": "nobody", "employee_number": "9999"},
        {"sub": "numberless", "email": "hanako@example.jp", "email_verified": True},
        {"sub": "as-figure", "employee_number": 12},
    ]
    with oidc_server(*people) as address:
        yield address


@pytest.fixture(scope="module")
def forger():
    with forging_server() as server:
        yield server


@pytest.fixture(scope="module")
def signer():
    return SamlSigner()


def use_oidc(settings, address):
    providers = {**settings.SOCIALACCOUNT_PROVIDERS}
    providers["openid_connect"] = {"APPS": oidc_app(address, "portal", "secret", "市のログイン")}
    settings.SOCIALACCOUNT_PROVIDERS = providers


@pytest.fixture
def oidc(settings, city):
    use_oidc(settings, city)


@pytest.fixture
def forged(settings, forger):
    use_oidc(settings, forger.issuer)
    forger.userinfo = forger.claims()
    forger.id_token = forger.sign(forger.claims())
    return forger


@pytest.fixture
def saml(settings, signer):
    idp = saml_idp("", signer.issuer, signer.sso_url, signer.certificate)
    providers = {**settings.SOCIALACCOUNT_PROVIDERS}
    providers["saml"] = {**providers["saml"], "APPS": saml_app(idp, "市のログイン")}
    settings.SOCIALACCOUNT_PROVIDERS = providers


@pytest.fixture
def saml_client():
    """The SAML library reads the header itself, which Django's test client leaves out."""
    return Client(HTTP_HOST="testserver")


def through_oidc(client, subject):
    there = client.post(OIDC)["Location"]
    back = sign_in_there(there, subject)
    return client.get(back.removeprefix("http://testserver"))


def through_saml(client, signer, **changes):
    asked = client.post(f"{SAML}login/")["Location"]
    return client.post(
        f"{SAML}acs/", as_form(signer.answer(request_id_of(asked), **changes)), follow=True
    )


@pytest.mark.django_db
def test_without_a_service_its_addresses_are_not_there(client):
    paths = [OIDC, CALLBACK, *(f"{SAML}{end}/" for end in ("login", "acs", "acs/finish"))]
    paths += [f"{SAML}metadata/", f"{SAML}sls/", "/accounts/sso/cancelled/"]

    answers = [client.get(path).status_code for path in paths]

    assert answers[:6] == [404] * 6
    assert set(answers) <= {404, 302}
    assert client.post(f"{SAML}acs/", {"SAMLResponse": "x"}).status_code == 404
    assert "市のログイン" not in client.get("/accounts/login/").content.decode()


@pytest.mark.django_db
def test_the_button_stands_on_the_login_page_when_there_is_a_service(client, oidc):
    assert "市のログイン" in client.get("/accounts/login/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("subject", ["hanako", "wide"])
def test_the_person_with_the_employee_number_is_signed_in(client, oidc, subject):
    a_staff_member("hanako", staff_number="0012")

    through_oidc(client, subject)

    assert is_signed_in(client)
    assert SocialAccount.objects.get().user.username == "hanako"


@pytest.mark.django_db
def test_the_second_time_the_same_person_comes_in_again(oidc):
    a_staff_member("hanako", staff_number="0012")

    for client in (Client(), Client()):
        through_oidc(client, "hanako")
        assert is_signed_in(client)
    assert SocialAccount.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("nobody", "この職員番号は、ポータルの名簿に登録されていません。"),
        ("numberless", "職員番号が届きませんでした。"),
        ("as-figure", "職員番号が届きませんでした。"),
    ],
)
def test_nobody_comes_in_by_mail_or_without_a_number(client, oidc, subject, words):
    a_staff_member("hanako", staff_number="0012", email="hanako@example.jp")

    answer = through_oidc(client, subject)

    assert answer.status_code == 403
    assert words in answer.content.decode()
    assert not is_signed_in(client)
    assert (StaffMember.objects.count(), SocialAccount.objects.count()) == (1, 0)


@pytest.mark.django_db
def test_who_has_left_is_refused(client, oidc):
    a_staff_member("hanako", staff_number="0012", is_active=False)

    answer = through_oidc(client, "hanako")

    assert "在籍していない" in answer.content.decode()
    assert not is_signed_in(client)


@pytest.mark.django_db
def test_one_identifier_belongs_to_one_person(oidc):
    """The number has moved to somebody else, or a second identifier claims the number."""
    hanako = a_staff_member("hanako", staff_number="0012")
    through_oidc(Client(), "hanako")
    second, moved = Client(), Client()

    through_oidc(second, "wide")
    hanako.staff_number = "0013"
    hanako.save()
    a_staff_member("taro", staff_number="0012")
    through_oidc(moved, "hanako")

    assert [is_signed_in(second), is_signed_in(moved)] == [False, False]


@pytest.mark.django_db
def test_a_link_is_not_made_to_whoever_sits_at_the_browser(client, oidc):
    a_staff_member("hanako", staff_number="0012")
    taro = a_staff_member("taro")
    client.force_login(taro)

    there = client.post(f"{OIDC}?process=connect")["Location"]
    client.get(sign_in_there(there, "hanako").removeprefix("http://testserver"))

    assert SocialAccount.objects.get().user.username == "hanako"


@pytest.mark.django_db
@pytest.mark.parametrize(("subject", "counts"), [("hanako", False), ("with-factor", True)])
def test_a_factor_shown_at_the_service_counts_when_the_settings_name_it(
    client, oidc, settings, subject, counts
):
    settings.MFA_REQUIRED_ROLES = ["AD"]
    settings.OIDC_MFA_VALUES = frozenset({"otp"})
    an_app(a_staff_member("hanako", staff_number="0012", role=Role.ADMINISTRATOR))

    through_oidc(client, subject)

    assert is_signed_in(client) == counts


@pytest.mark.django_db
def test_a_factor_of_the_service_does_not_count_unless_named(client, oidc, settings):
    settings.MFA_REQUIRED_ROLES = ["AD"]
    a_staff_member("hanako", staff_number="0012", role=Role.ADMINISTRATOR)

    through_oidc(client, "with-factor")

    assert client.get("/casebook/")["Location"].startswith("/accounts/2fa/")


@pytest.mark.django_db
def test_an_answer_works_once_and_only_in_its_own_browser(oidc):
    a_staff_member("hanako", staff_number="0012")
    client, thief = Client(), Client()
    back = sign_in_there(client.post(OIDC)["Location"], "hanako").removeprefix("http://testserver")

    thief.get(back)
    client.get(back)
    client.post("/accounts/logout/")
    client.get(back)

    assert [is_signed_in(thief), is_signed_in(client)] == [False, False]


FORGED = {
    "signed by somebody else": lambda s: s.sign(s.claims(), key=s.other_key),
    "not signed": lambda s: s.sign(s.claims()).rpartition(".")[0] + ".",
    "changed after signing": lambda s: _changed(s.sign(s.claims(sub="s2"))),
    "alg none": lambda s: jwt.encode(s.claims(), None, algorithm="none"),
    "alg HS256": lambda s: s.sign(s.claims(), key="secret" * 8, algorithm="HS256"),
    "another issuer": lambda s: s.sign(s.claims(iss="https://evil.example")),
    "no issuer": lambda s: s.sign(s.claims(iss=None)),
    "another audience": lambda s: s.sign(s.claims(aud="other")),
    "no audience": lambda s: s.sign(s.claims(aud=None)),
    "expired": lambda s: s.sign(s.claims(exp=1)),
    "without an end": lambda s: s.sign(s.claims(exp=None)),
    "from the future": lambda s: s.sign(s.claims(nbf=s.claims()["exp"])),
    "issued in the future": lambda s: s.sign(s.claims(iat=s.claims()["exp"] + 900)),
    "without a subject": lambda s: s.sign(s.claims(sub=None)),
    "about somebody else": lambda s: s.sign(s.claims(sub="s2")),
    "an unknown key": lambda s: s.sign(s.claims(), headers={"kid": "k2"}),
    "no token": lambda s: "x.y.z",
}


@pytest.mark.django_db
def test_the_forging_server_is_believed_when_it_does_not_forge(client, forged):
    a_staff_member("hanako", staff_number="0012")

    _answered(client, forged)

    assert is_signed_in(client)


@pytest.mark.django_db
@pytest.mark.parametrize("forgery", FORGED)
def test_forged_tokens_are_refused(client, forged, forgery):
    a_staff_member("hanako", staff_number="0012")
    forged.id_token = FORGED[forgery](forged)

    answer = _answered(client, forged)

    assert answer.status_code in (200, 401, 403)
    assert not is_signed_in(client)
    assert SocialAccount.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["code=c", "code=c&state=wrong", "error=access_denied", ""])
def test_an_answer_nobody_asked_for_is_refused(client, forged, query):
    a_staff_member("hanako", staff_number="0012")

    client.get(f"{CALLBACK}?{query}")

    assert not is_signed_in(client)


@pytest.mark.django_db
def test_when_the_service_is_down_people_are_told_and_others_work_on(client, settings):
    use_oidc(settings, "http://127.0.0.1:9")
    working = Client()
    working.force_login(a_staff_member())

    answer = client.post(OIDC)

    assert answer.status_code == 503
    assert "時間をおいて" in answer.content.decode()
    assert is_signed_in(working)


@pytest.mark.django_db
def test_a_signed_saml_answer_signs_in_the_person_with_the_number(saml_client, saml, signer):
    a_staff_member("hanako", staff_number="0012")

    through_saml(saml_client, signer)

    assert is_signed_in(saml_client)


@pytest.mark.django_db
@pytest.mark.parametrize(("authn", "counts"), [("urn:x:password", False), (MFA_CONTEXT, True)])
def test_saml_says_whether_a_factor_was_shown(saml_client, saml, signer, settings, authn, counts):
    settings.SAML_MFA_CONTEXTS = frozenset({MFA_CONTEXT})
    settings.MFA_REQUIRED_ROLES = ["OF"]
    a_staff_member("hanako", staff_number="0012", role=Role.OFFICER)

    through_saml(saml_client, signer, context=authn)

    assert is_signed_in(saml_client) == counts


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changes",
    [
        {"signed": False},
        {"number": "9999"},
        {"number": ""},
        {"audience": "https://other.example/"},
        {"acs": "https://other.example/acs/"},
        {"issuer": "https://evil.example/"},
        {"request": "_never-asked"},
        {"later": "2020-01-01T00:00:00Z"},
        {"before": "2090-01-01T00:00:00Z"},
    ],
)
def test_saml_answers_for_others_or_of_others_are_refused(saml_client, saml, signer, changes):
    a_staff_member("hanako", staff_number="0012")
    asked = saml_client.post(f"{SAML}login/")["Location"]
    request_id = changes.pop("request", request_id_of(asked))

    saml_client.post(f"{SAML}acs/", as_form(signer.answer(request_id, **changes)), follow=True)

    assert not is_signed_in(saml_client)
    assert SocialAccount.objects.count() == 0


@pytest.mark.django_db
def test_a_saml_answer_changed_after_signing_is_refused(saml_client, saml, signer):
    a_staff_member("hanako", staff_number="0012")
    a_staff_member("admin", staff_number="0001", role=Role.ADMINISTRATOR)
    asked = saml_client.post(f"{SAML}login/")["Location"]
    answer = signer.answer(request_id_of(asked)).replace(b">0012<", b">0001<")

    refused = saml_client.post(f"{SAML}acs/", as_form(answer), follow=True)

    assert b"0001" in answer
    assert "答えを確かめられませんでした" in refused.content.decode()
    assert not is_signed_in(saml_client)


@pytest.mark.django_db
def test_a_saml_answer_of_another_key_is_refused(saml_client, saml):
    a_staff_member("hanako", staff_number="0012")

    through_saml(saml_client, SamlSigner())

    assert not is_signed_in(saml_client)


@pytest.mark.django_db
def test_a_saml_answer_works_once_and_only_in_its_own_browser(saml_client, saml, signer):
    a_staff_member("hanako", staff_number="0012")
    asked = saml_client.post(f"{SAML}login/")["Location"]
    answer = as_form(signer.answer(request_id_of(asked)))
    thief = Client(HTTP_HOST="testserver")

    thief.post(f"{SAML}acs/", answer, follow=True)
    saml_client.post(f"{SAML}acs/", answer, follow=True)
    first = is_signed_in(saml_client)
    saml_client.post("/accounts/logout/")
    saml_client.post(f"{SAML}acs/", answer, follow=True)

    assert [is_signed_in(thief), first, is_signed_in(saml_client)] == [False, True, False]


@pytest.mark.parametrize(
    ("addresses", "origins"),
    [
        ([""], []),
        (
            ["https://idp.city.example/realms/a", "https://idp.city.example/sso"],
            ["https://idp.city.example"],
        ),
    ],
)
def test_the_content_policy_lets_forms_lead_to_the_service(addresses, origins):
    assert form_origins(*addresses) == origins


def _answered(client, server):
    location = client.post(OIDC)["Location"]
    state = location.partition("state=")[2].partition("&")[0]
    return client.get(f"{CALLBACK}?code=c&state={state}")


def _changed(token):
    header, payload, signature = token.split(".")
    text = base64.urlsafe_b64decode(payload + "==").replace(b'"s2"', b'"s1"')
    return f"{header}.{base64.urlsafe_b64encode(text).decode().rstrip('=')}.{signature}"
