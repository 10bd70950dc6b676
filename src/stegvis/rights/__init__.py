"""What people may ask of those who keep words about them, and how long what must be kept."""
