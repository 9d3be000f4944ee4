"""How static files are named and packed for serving."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(ManifestStaticFilesStorage):
    """Names with a digest of the content, without the source maps that minified files point to."""

    # Django looks each mentioned source map up and fails where it was not collected.
    patterns = tuple(
        (extension, tuple(rule for rule in rules if "sourceMappingURL" not in str(rule)))
        for extension, rules in ManifestStaticFilesStorage.patterns
        if extension != "*.js"
    )


class PackedStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise ships no types
    """The same packed with brotli, which takes seconds: for a service, whose image does it once."""

    patterns = HashedStaticFilesStorage.patterns
