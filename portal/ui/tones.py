"""The tones of statuses and notices. Each has a shape of its own, so that colour only repeats."""

TONE_ICONS = {
    "info": "info",
    "positive": "check_circle",
    "caution": "warning",
    "negative": "report",
    "wanted": "help",
    "own": "account_balance",
    "neutral": "radio_button_unchecked",
}
# Django's message levels, in the same tones.
MESSAGE_TONES = {"success": "positive", "warning": "caution", "error": "negative"}
