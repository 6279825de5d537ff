"""Keep an uploaded file under its digest between two steps of a person's work."""

from app.services.office import Act, NotFound

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def keep_upload(act: Act, data: bytes, name: str, contract: str, media_type: str = XLSX) -> str:
    """Keep the bytes; gives their SHA-256. Part of drafting: nothing is submitted or imported."""
    sha = act.uow.files.keep(data, name=name, media_type=media_type, at=act.now, by=act.person)
    act.record("file-uploaded", contract=contract, subject=name[:300], body={"sha256": sha})
    return sha


def kept_upload(act: Act, sha256: str, contract: str) -> tuple[str, bytes]:
    """Name and bytes of a file that this person uploaded.

    Raises:
        NotFound: no such file, or somebody else's.
    """
    file = act.uow.files.get(sha256)
    if file is None or not (
        file.stored_by == act.person or act.uow.audit.uploaded_by(sha256, contract, act.person)
    ):
        raise NotFound("There is no such upload of yours. Upload the file again.")
    return file.name, file.data
