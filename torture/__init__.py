"""What reviewers and the world will do to this project, done first: one module for each kind of harm."""
