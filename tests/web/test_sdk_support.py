"""The support package imports, here and with any OpenSSL."""

import subprocess
import sys

import pytest

IMPORT = "import skill.web.sdk_support as s; print(s.WebserviceSkillHandler.__name__)"
WITH_ONE = "import sys, types; sys.modules['certvalidator'] = types.ModuleType('mine'); "
STILL = "; assert sys.modules['certvalidator'].__name__ == 'mine'"
GONE = "; import sys; assert 'certvalidator' not in sys.modules; assert 'oscrypto' not in sys.modules"
STOCK = "import skill.web.sdk_support, ask_sdk_webservice_support.verifier as v; v.CertificateValidator(b'')"


def python(program: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", program]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("program", [IMPORT + GONE, WITH_ONE + IMPORT + STILL])
def test_it_imports_and_leaves_no_trace(program: str) -> None:
    ran = python(program)
    assert (ran.returncode, ran.stdout) == (0, "WebserviceSkillHandler\n"), ran.stderr


def test_the_stock_check_cannot_be_used_by_mistake() -> None:
    ran = python(STOCK)
    assert ran.returncode != 0
    assert "not in use" in ran.stderr
