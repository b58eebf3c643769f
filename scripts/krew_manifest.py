"""Builds the archive of the kubectl plugin, and the krew manifest that names it by version and checksum.

    python scripts/krew_manifest.py VERSION DIRECTORY

Writes ``kubectl-stslint.tar.gz`` and ``stslint.yaml`` to the directory. The archive is the same for the same
files, whoever builds it and when. Source:
https://krew.sigs.k8s.io/docs/developer-guide/plugin-manifest/
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import re
import tarfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEMPLATE = ROOT / "packaging" / "krew" / "stslint.yaml"
MEMBERS = ((ROOT / "packaging" / "krew" / "kubectl-stslint", 0o755), (ROOT / "LICENSE", 0o644))
ARCHIVE = "kubectl-stslint.tar.gz"
RELEASES = "https://github.com/stslint/stslint/releases/download"


def archive() -> bytes:
    """Returns the archive that krew unpacks: the program and the license, without times and owners."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for path, mode in MEMBERS:
            data = path.read_bytes()
            member = tarfile.TarInfo(path.name)
            member.size, member.mode = len(data), mode
            tar.addfile(member, io.BytesIO(data))
    return gzip.compress(packed.getvalue(), 9, mtime=0)


def manifest(version: str, data: bytes) -> str:
    """Returns the krew manifest of a version, with the checksum of its archive."""
    text = TEMPLATE.read_text(encoding="utf-8")
    for field, value in (
        ("version", f"v{version}"),
        ("uri", f"{RELEASES}/v{version}/{ARCHIVE}"),
        ("sha256", f'"{hashlib.sha256(data).hexdigest()}"'),
    ):
        text, count = re.subn(rf"(?m)^(\s+{field}: ).*$", rf"\g<1>{value}", text)
        if count != 1:
            raise ValueError(f"{TEMPLATE.name} has {count} fields `{field}`, not one")
    return "".join(line for line in text.splitlines(keepends=True) if "A release replaces" not in line)


def main() -> None:
    """Reads the command line and writes both files."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("version", help="without v, such as 0.1.0")
    parser.add_argument("directory", type=Path)
    words = parser.parse_args()
    words.directory.mkdir(parents=True, exist_ok=True)
    data = archive()
    (words.directory / ARCHIVE).write_bytes(data)
    (words.directory / TEMPLATE.name).write_text(manifest(words.version, data), encoding="utf-8")


if __name__ == "__main__":
    main()
