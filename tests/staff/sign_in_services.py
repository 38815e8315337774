"""Sign-in services for tests: a real OIDC server, a server that forges, a SAML signer."""

import base64
import json
import socket
import subprocess
import sys
import time
import uuid
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import jwt
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from onelogin.saml2.utils import OneLogin_Saml2_Utils

ASSERTION = """<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"
 xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{response}" Version="2.0"
 IssueInstant="{now}" Destination="{acs}" InResponseTo="{request}">
<saml:Issuer>{issuer}</saml:Issuer>
<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>
{assertion}</samlp:Response>"""
INNER = """<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{assertion}"
 Version="2.0" IssueInstant="{now}"><saml:Issuer>{issuer}</saml:Issuer>
<saml:Subject><saml:NameID
 Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">{subject}</saml:NameID>
<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
<saml:SubjectConfirmationData NotOnOrAfter="{later}" Recipient="{acs}" InResponseTo="{request}"/>
</saml:SubjectConfirmation></saml:Subject>
<saml:Conditions NotBefore="{before}" NotOnOrAfter="{later}"><saml:AudienceRestriction>
<saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>
<saml:AuthnStatement AuthnInstant="{now}" SessionIndex="{assertion}"><saml:AuthnContext>
<saml:AuthnContextClassRef>{context}</saml:AuthnContextClassRef>
</saml:AuthnContext></saml:AuthnStatement>
<saml:AttributeStatement><saml:Attribute Name="employeeNumber">
<saml:AttributeValue>{number}</saml:AttributeValue></saml:Attribute></saml:AttributeStatement></saml:Assertion>"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def oidc_server(*people: dict):
    """oidc-provider-mock in a process of its own. Yields its address."""
    port = free_port()
    claims = [part for person in people for part in ("--user-claims", json.dumps(person))]
    server = subprocess.Popen(
        [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), *claims],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def sign_in_there(address: str, subject: str) -> str:
    """What the browser does at the OIDC server. Returns where it is sent back to."""
    answer = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=10)
    return answer.headers["Location"]


class ForgingServer(HTTPServer):
    """An OIDC server whose answers are what a test wants: ``token`` and ``userinfo``."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _ForgingHandler)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.key = rsa.generate_private_key(65537, 2048)
        self.other_key = rsa.generate_private_key(65537, 2048)
        self.userinfo: dict = {}
        self.id_token = ""

    def claims(self, **changes) -> dict:
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": "portal", "sub": "s1", "iat": now, "exp": now + 300}
        merged = {**claims, "employee_number": "0012", **changes}
        return {name: value for name, value in merged.items() if value is not None}

    def sign(self, claims, *, key=None, algorithm="RS256", headers=None):
        headers = {"kid": "k1", **(headers or {})}
        return jwt.encode(claims, key or self.key, algorithm=algorithm, headers=headers)


@contextmanager
def forging_server():
    server = ForgingServer()
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _ForgingHandler(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path.startswith("/.well-known/"):
            names = ["authorization", "token", "userinfo"]
            answer = {f"{name}_endpoint": f"{self.server.issuer}/{name}" for name in names}
            self._say({**answer, "issuer": self.server.issuer, "jwks_uri": self._at("/jwks")})
        elif self.path == "/jwks":
            public = jwt.algorithms.RSAAlgorithm.to_jwk(self.server.key.public_key(), as_dict=True)
            self._say({"keys": [{**public, "kid": "k1", "alg": "RS256", "use": "sig"}]})
        else:
            self._say(self.server.userinfo)

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        token = {"access_token": "a", "token_type": "Bearer", "id_token": self.server.id_token}
        self._say(token)

    def _at(self, path):
        return self.server.issuer + path

    def _say(self, data):
        body = json.dumps(data).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


class SamlSigner:
    """A sign-in service of one key, made with python3-saml's own signer."""

    issuer = "https://idp.city.example/"
    sso_url = "https://idp.city.example/sso"

    def __init__(self):
        key = rsa.generate_private_key(65537, 2048)
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "idp")])
        certificate = (
            x509.CertificateBuilder(name, name, key.public_key(), 1)
            .not_valid_before(datetime.now(UTC) - timedelta(days=1))
            .not_valid_after(datetime.now(UTC) + timedelta(days=1))
            .sign(key, hashes.SHA256())
        )
        encoding = serialization.Encoding.PEM
        self.certificate = certificate.public_bytes(encoding).decode()
        self.key = key.private_bytes(
            encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode()

    def answer(self, request_id, *, number="0012", signed=True, **changes) -> bytes:
        """The XML of an answer, its assertion signed."""
        now = datetime.now(UTC)
        base = "http://testserver/accounts/saml/city/"
        values = {
            "response": f"_{uuid.uuid4()}",
            "assertion": f"_{uuid.uuid4()}",
            "request": request_id,
            "issuer": self.issuer,
            "acs": f"{base}acs/",
            "audience": f"{base}metadata/",
            "subject": "subject-1",
            "context": "urn:oasis:names:tc:SAML:2.0:ac:classes:Password",
            "now": _stamp(now),
            "before": _stamp(now - timedelta(minutes=1)),
            "later": _stamp(now + timedelta(minutes=5)),
            **changes,
        }
        inner = INNER.format(**values, number=number)
        if signed:
            inner = OneLogin_Saml2_Utils.add_sign(inner, self.key, self.certificate).decode()
        return ASSERTION.format(**{**values, "assertion": inner}).encode()


def request_id_of(location: str) -> str:
    """The number of the question with which the browser is sent to the SAML service."""
    question = parse_qs(urlsplit(location).query)["SAMLRequest"][0]
    xml = OneLogin_Saml2_Utils.decode_base64_and_inflate(question).decode()
    return xml.partition('ID="')[2].partition('"')[0]


def as_form(xml: bytes) -> dict:
    return {"SAMLResponse": base64.b64encode(xml).decode(), "RelayState": ""}


def _stamp(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _wait_for(port):
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the sign-in service did not start")
