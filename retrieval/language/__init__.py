"""What a text is made of before anybody asks what it means: scripts, and the Values that it states."""
