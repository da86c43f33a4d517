"""How fast the skill is, beside a hello-world skill on the stock SDK. Run by `make bench`."""

import os

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"  # before numpy is imported, here and in every process started from here
