"""The anchor: a hello-world skill as the SDK's own guide builds one. It understands nothing and keeps nothing."""
