"""The service's HTTP API: calls, wire format, errors, download. Holds no jobs and decides no retries."""
