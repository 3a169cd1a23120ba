"""Makes moto answer faster, without changing what it answers."""

from __future__ import annotations

from functools import cache

from moto import backends
from moto.core import DEFAULT_ACCOUNT_ID, responses
from moto.iam import models as iam


def account_of(access_key: str) -> str:
    """As moto's own, which makes an IAM with all managed policies for every account and partition that it looks into."""
    for account, partitions in list(iam.iam_backends.items()):
        if any(access_key in backend.access_keys for backend in list(partitions.values())):
            return account
    return DEFAULT_ACCOUNT_ID


def apply() -> None:
    """Call it after the fixes: the names of a handler's methods are remembered from its first request on."""
    # For each request moto lists its own package folder and inspects the whole handler class; neither changes.
    modules = frozenset(backends.list_of_moto_modules())
    backends.list_of_moto_modules = lambda: modules  # type: ignore[assignment,return-value]
    responses.method_names_from_class = cache(responses.method_names_from_class)  # type: ignore[assignment]
    iam.get_account_id_from = account_of
