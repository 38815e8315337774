"""Single sign-on as allauth's settings want it. Read by the settings: may import no model."""

from urllib.parse import urlsplit

from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser

# The name in the addresses: /accounts/oidc/city/login/, /accounts/saml/city/login/.
CITY = "city"
NO_PROVIDER = {"openid_connect": {"APPS": []}, "saml": {"APPS": []}}


def oidc_app(issuer: str, client_id: str, secret: str, label: str) -> list[dict]:
    """Empty when ``issuer`` is: then the addresses answer 404."""
    if not issuer:
        return []
    app = {"provider_id": CITY, "name": label, "client_id": client_id, "secret": secret}
    return [{**app, "settings": {"server_url": issuer, "oauth_pkce_enabled": True}}]


def saml_app(idp: dict | None, label: str) -> list[dict]:
    """Empty without ``idp``, a dictionary of entity_id, sso_url and x509cert."""
    if not idp:
        return []
    # Only a signed assertion counts, and only one that this server has asked for.
    advanced = {"want_assertion_signed": True, "reject_idp_initiated_sso": True, "strict": True}
    # In a closed network the host often has no dot.
    advanced["allow_single_label_domains"] = True
    settings = {"idp": idp, "advanced": advanced, "attribute_mapping": {}}
    return [{"client_id": CITY, "name": label, "settings": settings}]


def saml_idp(metadata: str, entity_id: str, sso_url: str, certificate: str) -> dict | None:
    """The sign-in service of the city, from its metadata or from the three values."""
    if metadata:
        return _from_metadata(metadata)
    if entity_id:
        return {"entity_id": entity_id, "sso_url": sso_url, "x509cert": certificate}
    return None


def form_origins(*addresses: str) -> list[str]:
    """Where a sign-in form may lead to: browsers hold redirects to the content policy too."""
    parts = [urlsplit(address) for address in addresses if address]
    return sorted({f"{part.scheme}://{part.netloc}" for part in parts})


def _from_metadata(metadata: str) -> dict:
    idp = OneLogin_Saml2_IdPMetadataParser.parse(metadata)["idp"]
    return {
        "entity_id": idp["entityId"],
        "sso_url": idp["singleSignOnService"]["url"],
        "x509cert": idp.get("x509cert") or idp["x509certMulti"]["signing"][0],
    }
