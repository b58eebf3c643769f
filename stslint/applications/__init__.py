"""What is known of databases, queues and search engines by the images that run them.

One data file holds what is known of a family of images; ``application_of`` reads the one that a container's
image names and evaluates it for that container.
"""

from stslint.applications.lookup import (
    APPLICATION_ANNOTATION,
    QUORUM,
    REPLICATED,
    ROLE_ANNOTATION,
    ROLES,
    SHARDED,
    SINGLE,
    application_of,
    applications,
    is_data_folder,
    is_family,
    is_quorum,
    role,
    withdrawal,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from stslint.applications.application import Application

__all__ = [
    "APPLICATION_ANNOTATION",
    "QUORUM",
    "REPLICATED",
    "ROLES",
    "ROLE_ANNOTATION",
    "SHARDED",
    "SINGLE",
    "Application",
    "application_of",
    "applications",
    "is_data_folder",
    "is_family",
    "is_quorum",
    "role",
    "withdrawal",
]
