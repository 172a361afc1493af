"""The upper storey: the pages and the REST API of one organization, room by room (Django)."""
