from pathlib import Path
def pack(folder: Path) -> None: pass
