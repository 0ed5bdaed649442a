"""Lets a process end when the one that started it does, also when that one is killed and can tell nobody."""

import os
import threading
import time

LOOK_SECONDS = 0.5


def end_with(parent: int) -> None:
    """End this process soon after its parent, whose process id is given, has gone."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
