"""The service's HTTP API: calls, wire format, errors, download. No jobs, no retries."""
