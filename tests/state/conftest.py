from collections.abc import Iterator

import pytest

from tests.state import dynalite
from tests.web.authority import Chain, ThrowAwayAuthority, served_chains


@pytest.fixture(scope="session")
def dynamodb() -> Iterator[str]:
    with dynalite.running() as url:
        yield url


@pytest.fixture(scope="session")
def authority() -> ThrowAwayAuthority:
    return ThrowAwayAuthority()


@pytest.fixture(scope="session")
def good_chain(authority: ThrowAwayAuthority) -> Chain:
    return served_chains()["good"](authority)
