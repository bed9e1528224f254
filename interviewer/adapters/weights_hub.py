"""The publisher's hub, as a program of its own, so that a download that hangs can be ended.

python -m interviewer.adapters.weights_hub REPOSITORY REVISION FOLDER PATH...
"""

from __future__ import annotations

import sys


def main(repository: str, revision: str, folder: str, *paths: str) -> None:
    """Fetch files of a repository into a folder, without telling the hub who asks."""
    from huggingface_hub import hf_hub_download

    for path in paths:
        hf_hub_download(repository, path, revision=revision, local_dir=folder, token=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
