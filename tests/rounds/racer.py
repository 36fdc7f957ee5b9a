"""A process that takes one step of a submission when it is told to: racer SUBMISSION VERSION ACTOR STEP. Prints who won."""

import sys
import time
from pathlib import Path

import django
from django.conf import settings


def run(submission: int, version: int, actor: int, step: str) -> str:
    from accounts.models import User
    from rounds import workflow
    from rounds.models import Submission
    from rounds.refusals import Refusal

    row, person = Submission.objects.get(pk=submission), User.objects.get(pk=actor)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while not (Path(settings.DATA_DIR) / "go").exists():
        time.sleep(0.001)
    given = {"comment": "Look again."} if step == "return" else {}
    try:
        getattr(workflow, f"submission_{step}")(submission=row, version=version, actor=person, **given)
    except Refusal as refusal:
        return refusal.key
    return "won"


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(run(*map(int, sys.argv[1:4]), sys.argv[4]) + "\n")
