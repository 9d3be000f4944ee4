"""What consultants keep: reviews with their comments, notes and adjustments, and the filters they gave a name."""

from consulting.models.review import Adjustment, Comment, Note, Review, ReviewStep
from consulting.models.saved import SavedFilter

__all__ = ["Adjustment", "Comment", "Note", "Review", "ReviewStep", "SavedFilter"]
