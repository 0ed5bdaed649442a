"""An S3 server on this machine, for tests of homes in an object store."""

import logging
import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

KEYS = {"AWS_ACCESS_KEY_ID": "any", "AWS_SECRET_ACCESS_KEY": "any", "AWS_DEFAULT_REGION": "us-east-1"}


@contextmanager
def serve(asked: Counter[str] | None = None) -> Iterator[str]:
    """Serve a bucket; gives its url. The environment tells who is asked, also the processes that tests start.

    Requests are counted in `asked`, by their kind.
    """
    why = "pip install 'moto[s3]' flask flask-cors s3fs"
    moto = pytest.importorskip("moto.moto_server.werkzeug_app", reason=why)
    serving = pytest.importorskip("werkzeug.serving", reason=why)
    s3fs = pytest.importorskip("s3fs", reason=why)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # it would tell each request
    asked = Counter() if asked is None else asked
    app = one_at_a_time(moto.DomainDispatcherApplication(moto.create_backend_app), asked)
    server = serving.make_server("127.0.0.1", 0, app, threaded=True, request_handler=moto.MotoRequestHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**KEYS, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_port}"}.items():
            patch.setitem(os.environ, name, value)
        s3fs.S3FileSystem().mkdir("sangaku-bucket")
        yield "s3://sangaku-bucket"
    server.shutdown()


def one_at_a_time(app: Callable[..., Any], asked: Counter[str]) -> Callable[..., Any]:
    """Its answers to conditional requests are true only so: it looks, and writes after that."""
    lock = threading.Lock()

    def answer(environment: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        with lock:
            asked["LIST" if "list-type" in environment["QUERY_STRING"] else environment["REQUEST_METHOD"]] += 1
            return list(app(environment, start))

    return answer
