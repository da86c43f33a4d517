"""What is kept between sessions, behind ask-sdk's persistence-adapter interface."""
