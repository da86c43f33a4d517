"""`python -m deployment`: build the Lambda package, check it, say where it is and what it weighs."""

import argparse
import sys
from pathlib import Path

from deployment import bill
from deployment.checks import problems
from deployment.locks import LAMBDA
from deployment.package import PackageError, build
from deployment.target import ARCHITECTURES, ROOT, RUNTIMES, Target, here


def main() -> int:
    """Build and check; 1 if the package may not be deployed."""
    parser = argparse.ArgumentParser(prog="python -m deployment", description="Build the Lambda package.")
    parser.add_argument("--python", default="3.13", choices=sorted({*RUNTIMES, here().python}))
    parser.add_argument("--architecture", default="x86_64", choices=sorted(ARCHITECTURES))
    parser.add_argument("--check", type=Path, metavar="ZIP", help="check this package and build nothing")
    parser.add_argument("--root", type=Path, default=ROOT, help="where the skill was built, if not here")
    options = parser.parse_args()
    target = Target(options.python, options.architecture)
    try:
        artifact = options.check or build(target, options.root)
    except PackageError as error:
        print(error, file=sys.stderr)
        return 1
    found = problems(artifact, target)
    for problem in found:
        print(f"{artifact.name}: {problem}", file=sys.stderr)
    if found:
        return 1
    if not options.check:
        bill.write(LAMBDA.path, artifact)
    size = artifact.stat().st_size / 2**20
    print(f"{artifact}: {size:.1f} MiB for {target.name}, checked")
    return 0


if __name__ == "__main__":
    sys.exit(main())
