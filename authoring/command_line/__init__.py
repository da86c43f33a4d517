"""An author's commands: `back-coach new | check | compile | run | talk | ask | package | store`."""
