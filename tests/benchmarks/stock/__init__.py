"""A page of stock Wagtail and a bare view of Django, to measure ours beside."""
