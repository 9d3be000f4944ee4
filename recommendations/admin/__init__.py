"""What an administrator writes and tries out in this room. Each module registers what it is about."""

from recommendations.admin import examples, impact, profiles

__all__ = ["examples", "impact", "profiles"]
