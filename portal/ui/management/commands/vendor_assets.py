from django.core.management.base import BaseCommand

from portal.ui.vendoring import PACKAGES, hashes, vendor


class Command(BaseCommand):
    requires_system_checks = []
    help = "For maintainers: fetch the pinned tokens, font and icons again (needs npm)."

    def handle(self, *args, **options):
        for package in PACKAGES:
            folder = vendor(package)
            self.stdout.write(f"{package.package} {package.version}: {len(hashes(folder))} files")
