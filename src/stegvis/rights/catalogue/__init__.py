"""How long a service keeps what it wrote, one file each."""
