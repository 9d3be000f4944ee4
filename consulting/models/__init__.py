"""What consultants keep: their list of clients, reviews with comments, notes and adjustments, and named filters."""

from consulting.models.clients import ClientLine
from consulting.models.review import Adjustment, Comment, Note, Review, ReviewStep
from consulting.models.saved import SavedFilter

__all__ = ["Adjustment", "ClientLine", "Comment", "Note", "Review", "ReviewStep", "SavedFilter"]
