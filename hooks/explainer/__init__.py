"""An explainer site from records and prose, with no knowledge of the engine.

Pure Python: records (``data/``) and prose (``docs/``) in; Markdown pages,
addresses, references and exports out. The rooms, in the order of a build:
``yamlio`` → ``model`` → ``story`` → ``prose`` → ``check`` → ``address`` →
``pages`` → ``rendering`` → ``outputs``. ``compile`` walks through them.
"""
