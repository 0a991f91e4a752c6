"""Proposals over HTTP, by form and as JSON: off unless ``enable`` is called.

``desk`` is what the answers share, ``guard`` keeps away what comes from elsewhere, too fast or too
often, ``sending`` goes from what was entered to a file in the queue, ``pages`` and ``rest`` are the
addresses.
"""

from tvet_skos.web.contribute.desk import enable
from tvet_skos.web.contribution_settings import ContributionSettings

__all__ = ["ContributionSettings", "enable"]
