"""What the portal is made of: every installed package with its version and licence."""

from collections.abc import Iterable
from importlib.metadata import Distribution, distributions
from typing import NamedTuple

UNKNOWN = "未確認"
PREFIX = "License :: OSI Approved :: "


class Package(NamedTuple):
    name: str
    version: str
    licence: str

    @property
    def purl(self) -> str:
        """Source: package-url, type pypi: lower case, hyphens."""
        return f"pkg:pypi/{self.name.lower().replace('_', '-')}@{self.version}"


def installed_packages() -> list[Package]:
    """By name. The licence is what the package itself declares, or 未確認."""
    found = {
        each.metadata["Name"]: Package(each.metadata["Name"], each.version, licence_of(each))
        for each in distributions()
        if each.metadata["Name"]
    }
    return sorted(found.values(), key=lambda package: package.name.lower())


def licence_of(distribution: Distribution) -> str:
    """The expression, else the classifiers, else the first line of the old field."""
    declared = distribution.metadata
    if expression := declared.get("License-Expression"):
        return expression
    classifiers = [
        each.removeprefix(PREFIX)
        for each in declared.get_all("Classifier") or []
        if each.startswith(PREFIX)
    ]
    if classifiers:
        return "; ".join(classifiers)
    return (declared.get("License") or UNKNOWN).splitlines()[0]


def sbom(packages: Iterable[Package]) -> dict:
    """A bill of materials in the form of CycloneDX 1.5."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "components": [
            {
                "type": "library",
                "bom-ref": package.purl,
                "name": package.name,
                "version": package.version,
                "purl": package.purl,
                "licenses": [{"license": {"name": package.licence}}],
            }
            for package in packages
        ],
    }
