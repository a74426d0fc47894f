"""A worker that dies at its n-th statement or commit: `python -m tests.deep.faults.dying_worker POINT MOMENT`.

It carries out all that waits, in a process of its own, with the settings of its environment. Status 137: it died.
"""

import sys
from datetime import datetime

from accreditation import clock, create_app
from accreditation.extensions import db
from accreditation.jobs.carry_out import run_all_waiting
from accreditation.worker import handlers_of, session_factory
from tests.deep.faults.breaking import broken_at

if __name__ == "__main__":
    app = create_app("test")
    with app.app_context(), clock.at(datetime.fromisoformat(sys.argv[2])):
        factory, handlers = session_factory(app), handlers_of(app)
        with broken_at(db.engine, int(sys.argv[1]), die=True):
            run_all_waiting(factory, handlers)
