"""Pages of sign-in, links, persons, organisations and services. No ORM here."""
