"""An author's commands: `python -m authoring new | check | compile | run | package | store`."""
