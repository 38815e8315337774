"""A city hall of made-up people and words, for programs that attack the portal from outside.

Every secret text carries a mark (``DXLCANARY-…``) that is written down with whoever may read it.
Source: SAFETY 2.0.
"""
