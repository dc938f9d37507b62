#!/usr/bin/env python3
"""Packs a root file system (a tar) as an OCI image archive (image-spec 1.0), the same bytes each time.

usage: archive.py ROOT.tar IMAGE.tar NAME VERSION ARCHITECTURE UID:GID SECONDS
"""

import gzip
import hashlib
import io
import json
import shutil
import sys
import tarfile
import tempfile
from datetime import datetime, timezone

BLOCK = 1 << 20


def digest(file):
    file.seek(0)
    total = hashlib.sha256()
    while block := file.read(BLOCK):
        total.update(block)
    size = file.tell()
    file.seek(0)
    return "sha256:" + total.hexdigest(), size


def main(root, image, name, version, architecture, user, seconds):
    created = datetime.fromtimestamp(int(seconds), timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    with open(root, "rb") as plain, tempfile.TemporaryFile() as layer:
        diff, _ = digest(plain)
        with gzip.GzipFile("", "wb", 9, layer, 0) as packed:
            shutil.copyfileobj(plain, packed, BLOCK)
        layer_digest, layer_size = digest(layer)
        blobs = []

        def blob(value):
            content = json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
            found = "sha256:" + hashlib.sha256(content).hexdigest()
            blobs.append((found, content))
            return found, len(content)

        config, config_size = blob({
            "created": created, "architecture": architecture, "os": "linux",
            "config": {
                "User": user, "Env": ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "MAILLAGE_HOME=/var/lib/maillage"],
                "Entrypoint": ["/usr/bin/maillage"], "Cmd": ["serve"], "StopSignal": "SIGTERM",
                "ExposedPorts": {"443/tcp": {}}, "Volumes": {"/var/lib/maillage": {}},
                "WorkingDir": "/var/lib/maillage",
            },
            "rootfs": {"type": "layers", "diff_ids": [diff]},
            "history": [{"created": created, "created_by": "scripts/package"}],
        })
        manifest, manifest_size = blob({
            "schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
            "config": {"mediaType": "application/vnd.oci.image.config.v1+json",
                       "digest": config, "size": config_size},
            "layers": [{"mediaType": "application/vnd.oci.image.layer.v1.tar+gzip",
                        "digest": layer_digest, "size": layer_size}],
            "annotations": {"org.opencontainers.image.title": name,
                            "org.opencontainers.image.version": version,
                            "org.opencontainers.image.licenses": "EUPL-1.2"},
        })
        index = {
            "schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json",
            "manifests": [{"mediaType": "application/vnd.oci.image.manifest.v1+json",
                           "digest": manifest, "size": manifest_size,
                           "platform": {"architecture": architecture, "os": "linux"},
                           "annotations": {"org.opencontainers.image.ref.name": version}}],
        }
        with tarfile.open(image, "w", format=tarfile.PAX_FORMAT) as archive:
            def add(path, file, size):
                entry = tarfile.TarInfo(path)
                entry.size, entry.mtime, entry.mode = size, int(seconds), 0o644
                archive.addfile(entry, file)

            for path, value in (("oci-layout", {"imageLayoutVersion": "1.0.0"}), ("index.json", index)):
                content = json.dumps(value, sort_keys=True).encode()
                add(path, io.BytesIO(content), len(content))
            for found, content in blobs:
                add("blobs/" + found.replace(":", "/"), io.BytesIO(content), len(content))
            add("blobs/" + layer_digest.replace(":", "/"), layer, layer_size)


main(*sys.argv[1:])
