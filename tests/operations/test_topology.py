"""compose.yaml, the units and nginx.conf name what is there: settings, services, files."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent.parent
INSTALL = ROOT / "docs" / "install"
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
OURS = ["prepare", "web1", "web2", "worker1", "worker2"]
UNITS = sorted(path.name for path in INSTALL.glob("*.service"))


def known_settings() -> set[str]:
    settings = (ROOT / "portal/settings.py").read_text()
    return set(re.findall(r'env\.\w+\(\s*"([A-Z0-9_]+)"', settings))


@pytest.mark.parametrize("service", OURS)
def test_every_variable_of_a_container_is_a_setting(service):
    known = known_settings()
    named = set(COMPOSE["services"][service]["environment"])
    names = {name if name in known else name.removesuffix("_FILE") for name in named}

    assert names - known == set()
    assert {"SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS", "BASE_URL", "BACKUP_KEY"} <= names


def test_what_is_laid_over_for_a_bucket_fits_the_rest():
    over = yaml.safe_load((ROOT / "compose.s3.yaml").read_text(encoding="utf-8"))

    assert sorted(over["services"]) == sorted(OURS)
    for service in over["services"].values():
        names = {name.removesuffix("_FILE") for name in service["environment"]}
        assert names <= known_settings()
        assert names >= {"S3_BUCKET", "S3_ENDPOINT_URL", "S3_ACCESS_KEY", "S3_SECRET_KEY"}
        assert set(service["secrets"]) == set(over["secrets"])
    assert f'LOCKS="{over["services"]["prepare"]["build"]["args"]["LOCKS"]}"' in (
        (ROOT / "Containerfile").read_text(encoding="utf-8")
    )


def test_the_image_is_made_once():
    built = [name for name, service in COMPOSE["services"].items() if "build" in service]

    assert built == ["prepare"]


def test_no_secret_stands_in_the_compose_file():
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")

    assert (
        re.findall(r"^\s+(SECRET_KEY|BACKUP_KEY|POSTGRES_PASSWORD|DATABASE_URL):", text, re.M) == []
    )
    assert "/secrets/" in (ROOT / ".gitignore").read_text().splitlines()
    for service in OURS:
        asked = COMPOSE["services"][service]["secrets"]
        files = [
            value.removeprefix("/run/secrets/")
            for name, value in COMPOSE["services"][service]["environment"].items()
            if value.startswith("/run/secrets/")
        ]
        assert sorted(files) == sorted(asked)
        assert set(asked) <= set(COMPOSE["secrets"])


def test_two_web_processes_two_workers_and_nobody_before_the_tables_are_there():
    services = COMPOSE["services"]
    commands = {name: services[name].get("command") for name in OURS}

    assert commands == {
        "prepare": ["python", "manage.py", "prepare"],
        "web1": None,
        "web2": None,
        "worker1": ["python", "manage.py", "run_worker"],
        "worker2": ["python", "manage.py", "run_worker"],
    }
    for name in OURS[1:]:
        assert (
            services[name]["depends_on"]["prepare"]["condition"] == "service_completed_successfully"
        )
    assert services["prepare"]["depends_on"]["database"]["condition"] == "service_healthy"


def test_every_volume_is_declared_and_the_data_lies_on_one():
    for name, service in COMPOSE["services"].items():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            if source.startswith("./docs"):
                assert (ROOT / source).is_file(), name
            elif not source.startswith("."):
                assert source in COMPOSE["volumes"], name
    settings = COMPOSE["services"]["web1"]["environment"]
    assert settings["MEDIA_ROOT"].startswith("/srv/portal/data/")
    assert settings["PRIVATE_ROOT"].startswith("/srv/portal/data/")


def test_nginx_asks_the_web_services_and_hands_files_out_from_where_they_lie():
    conf = (INSTALL / "compose-nginx.conf").read_text(encoding="utf-8")
    settings = COMPOSE["services"]["web1"]["environment"]

    assert re.findall(r"^\s+server (\w+):8000 ", conf, re.M) == ["web1", "web2"]
    assert f"location {settings['PRIVATE_FILES_LOCATION']}" in conf
    assert f"alias {settings['PRIVATE_ROOT']}/;" in conf


def test_both_nginx_configurations_differ_in_the_servers_alone():
    plain, compose = (
        re.sub(r"^(#|    server [\w.]+:\d+ ).*$", "", (INSTALL / name).read_text(), flags=re.M)
        for name in ("nginx.conf", "compose-nginx.conf")
    )

    assert plain == compose


def test_the_image_holds_the_code_and_nothing_of_the_data():
    lines = (ROOT / "Containerfile").read_text(encoding="utf-8").splitlines()
    copied = [
        name
        for line in lines
        if line.startswith("COPY ") and "--from" not in line
        for name in line.split()[1:-1]
        if "[" not in name
    ]
    ignored = (ROOT / ".dockerignore").read_text().splitlines()

    assert set(copied) >= {"manage.py", "portal", "casebook", "leaders", "training", "templates"}
    # The backup reads the table of the README, the help its changelog.
    assert {"README.md", "CHANGELOG.md"} <= set(copied)
    assert [each for each in copied if f"!{each}" not in ignored] == []
    assert ignored[0] == "*"
    assert [each for each in copied if not (ROOT / each).exists()] == []
    assert "USER portal" in lines


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_starts_what_is_there(unit):
    text = (INSTALL / unit).read_text(encoding="utf-8")
    (command,) = re.findall(r"^ExecStart=/srv/portal/app/\.venv/bin/(.+)$", text, re.M)

    assert command.startswith(("gunicorn portal.wsgi ", "python manage.py run_worker"))
    assert "EnvironmentFile=/etc/portal/environment" in text


def test_the_guide_of_installation_names_settings_alone():
    guide = (ROOT / "docs/install.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\s+([A-Z][A-Z0-9_]+)=", guide, re.M))

    assert "DATABASE_URL" in named
    assert {name.removesuffix("_FILE") for name in named} - known_settings() - {
        "PORTAL_HOST"
    } == set()
