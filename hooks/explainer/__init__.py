"""An explainer site from records and prose, with no knowledge of the engine.

Pure Python: records (``data/``) and prose (``docs/``) in; a folder of static files
out. ``build`` conducts; the folders are the stages (see ARCHITECTURE.md).
"""
