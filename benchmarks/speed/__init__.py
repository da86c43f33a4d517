"""How fast the skill is, beside a hello-world skill on the stock SDK. Run by `make bench`."""
