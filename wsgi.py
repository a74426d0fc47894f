"""What a web server loads: `gunicorn wsgi:app`."""

from accreditation import create_app

app = create_app()
