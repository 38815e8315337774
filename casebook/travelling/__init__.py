"""Cases leave the portal as files, and come in."""
