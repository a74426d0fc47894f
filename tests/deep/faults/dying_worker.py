"""Workers that die at their n-th statement or commit: `python -m tests.deep.faults.dying_worker`.

For each line of its input, a point and a moment, a child carries out all that waits, with the settings of the environment, and the
child's status is printed: 137, it died. The libraries are loaded once for all of them, which takes longer than the work.
"""

import os
import signal
import sys
import traceback
from datetime import datetime

from accreditation import clock, create_app
from accreditation.extensions import db
from accreditation.jobs.carry_out import run_all_waiting
from accreditation.worker import handlers_of, session_factory
from tests.deep.faults.breaking import broken_at

PATIENCE_IN_SECONDS = 120


def work(point: int, moment: datetime) -> None:
    with clock.at(moment):
        factory, handlers = session_factory(app), handlers_of(app)
        with broken_at(db.engine, point, die=True):
            run_all_waiting(factory, handlers)


def status_of_child(point: int, moment: datetime) -> int:
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    signal.alarm(PATIENCE_IN_SECONDS)
    try:
        work(point, moment)
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    app = create_app("test")
    with app.app_context():
        for line in sys.stdin:
            typed, moment = line.split()
            print(status_of_child(int(typed), datetime.fromisoformat(moment)), flush=True)
