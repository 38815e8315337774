"""How a person signs in in tests: password, codes of an app, recovery codes."""

import base64
import hashlib
import json
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
)

from tests.builders import PASSWORD

LOGIN = "/accounts/login/"
CODE = "/accounts/2fa/authenticate/"


def type_password(client, username, password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": username, "password": password}, **extra)


def is_signed_in(client) -> bool:
    return client.get("/accounts/").status_code == 200


def an_app(staff) -> str:
    """Give ``staff`` an authenticator app and recovery codes. Returns the secret."""
    secret = generate_totp_secret()
    TOTP.activate(staff, secret)
    RecoveryCodes.activate(staff)
    return secret


def code_of(secret: str, steps: int = 0) -> str:
    """The code of now, or of ``steps`` half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def recovery_codes_of(staff) -> list[str]:
    kind = Authenticator.Type.RECOVERY_CODES
    return Authenticator.objects.get(user=staff, type=kind).wrap().get_unused_codes()


def a_passkey(staff) -> Authenticator:
    """Give ``staff`` a passkey whose private key nobody has."""
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    credential = AttestedCredentialData.create(Aaguid.NONE, b"0123456789abcdef", key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    party = hashlib.sha256(b"testserver").digest()
    data = AuthenticatorData.create(party, flags, 1, credential)
    attested = AttestationObject.create("none", data, {})
    client = {"type": "webauthn.create", "challenge": "AAAA", "origin": "https://testserver"}
    number = _url_safe(b"0123456789abcdef")
    response = {
        "clientDataJSON": _url_safe(json.dumps(client).encode()),
        "attestationObject": _url_safe(bytes(attested)),
    }
    credential = {"id": number, "rawId": number, "type": "public-key", "response": response}
    return Authenticator.objects.create(
        user=staff,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "見本の鍵", "credential": credential},
    )


def _url_safe(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
