import pytest

from tests.web.authority import Chain, ThrowAwayAuthority, served_chains
from tests.web.sender import Sender


@pytest.fixture(scope="session")
def authority() -> ThrowAwayAuthority:
    return ThrowAwayAuthority()


@pytest.fixture(scope="session")
def good_chain(authority: ThrowAwayAuthority) -> Chain:
    return served_chains()["good"](authority)


@pytest.fixture
def sender(authority: ThrowAwayAuthority, good_chain: Chain) -> Sender:
    return Sender(authority, good_chain)
