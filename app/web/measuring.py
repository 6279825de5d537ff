"""Counts and times of requests, by endpoint and status; never by address, which may hold names."""

from time import perf_counter

from flask import Flask, Response, g, request
from prometheus_client import Counter, Histogram

REQUESTS = Counter("http_requests", "Requests answered", ["endpoint", "method", "status"])
SECONDS = Histogram("http_request_seconds", "Seconds to answer a request", ["endpoint"])


def measure(app: Flask) -> None:
    """Measure every request of the application."""

    @app.before_request
    def begin() -> None:
        g.began = perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        endpoint = request.endpoint or "none"
        REQUESTS.labels(endpoint, request.method, str(response.status_code)).inc()
        if "began" in g:
            SECONDS.labels(endpoint).observe(perf_counter() - g.began)
        return response
