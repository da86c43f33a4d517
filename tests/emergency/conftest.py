from tests.web.conftest import authority, good_chain

__all__ = ["authority", "good_chain"]
