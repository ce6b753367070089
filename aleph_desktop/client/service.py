"""The hosted model: submit, poll, and what the account says of both."""

from collections.abc import Collection
from decimal import Decimal
from enum import Enum
from urllib.parse import quote

import httpx

from aleph_desktop.client.account import parse_balance, parse_log
from aleph_desktop.client.address import check_base_url
from aleph_desktop.client.body import open_body
from aleph_desktop.client.catalogue import parse_price
from aleph_desktop.client.errors import AnswerLost, BadAnswer
from aleph_desktop.client.exchange import Answer, exchange
from aleph_desktop.client.refusal import parse_error
from aleph_desktop.client.transport import SUBMIT_TIMEOUTS
from aleph_desktop.client.wire import find_id, parse_generation, parse_json
from aleph_desktop.domain.api_key import ApiKey
from aleph_desktop.domain.generation import Generation, GenerationStatus
from aleph_desktop.domain.loopback import is_loopback
from aleph_desktop.domain.price import Price
from aleph_desktop.domain.submission import Submission

POLL_DEADLINE = 60.0  # seconds; an answer is a few hundred bytes

# Seconds. The largest body is 16 MB (11.5 MB as base64), which 18 KiB/s (a bad mobile line) brings
# there within this. Giving up earlier would leave more submits unconfirmed, the dearest outcome.
SUBMIT_DEADLINE = 900.0

_LOG_ROWS = 100  # a page; provider docs: the most
_LOG_PAGES = 10
_LOG_HOURS = 92 * 24  # provider docs: the longest period


class ServicePath(Enum):
    """Where submit and poll are. The provider takes both."""

    UNIVERSAL = "/v2/video/generations"
    OLDER = "/v2/generate/video/runway/generation"


class AlephService:
    """Fulfils `jobs.ports.VideoService`. Sends the key to `base_url`'s origin only."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        base_url: str,
        key: ApiKey,
        path: ServicePath = ServicePath.UNIVERSAL,
        *,
        poll_deadline: float = POLL_DEADLINE,
        submit_deadline: float = SUBMIT_DEADLINE,
    ) -> None:
        """Deadlines are in seconds, for a whole call. Raises KnownError for an unusable URL."""
        base = check_base_url(base_url)
        self._http = http
        self._base = f"{base}".rstrip("/")
        self._path = path.value
        self._loopback = is_loopback(base.host)
        self._key = key
        self._poll_deadline = poll_deadline
        self._submit_deadline = submit_deadline

    async def submit(self, submission: Submission) -> Generation:
        """POST once; never tried again here.

        Raises ServiceError; Unsendable where a file can't be read, or changed while it was sent:
        such a body stays incomplete, so nothing was accepted.
        A 2xx is an acceptance: where its id can be found it is one, however bad the rest is, and
        where it can't, AnswerLost is raised, not BadAnswer, since it may cost. So it is for what a
        gateway may say after the upload went through (408, 409, 499).
        """
        async with open_body(submission) as body:
            request = self._http.build_request(
                "POST",
                self._base + self._path,
                content=body,
                headers={
                    **self._authorization(),
                    "Content-Type": "application/json",
                    "Content-Length": str(body.length),
                    "X-Client-Request-Id": submission.client_request_id,
                },
                timeout=SUBMIT_TIMEOUTS,
            )
            answer = await exchange(self._http, request, self._submit_deadline, lambda: body.begun)
        return self._accepted(self._checked(answer, submitting=True))

    async def poll(self, generation_id: str) -> Generation:
        """GET once. Raises ServiceError."""
        answer = await self._get(f"{self._path}?generation_id={quote(generation_id, safe='')}")
        return parse_generation(
            parse_json(answer.body),
            answer.headers,
            asked_id=generation_id,
            loopback=self._loopback,
        )

    async def find(self, client_request_ids: Collection[str], hours: int) -> dict[str, str]:
        """Which of our ids the service's log of the last `hours` has, with their generation ids.

        Raises ServiceError. Reads the newest 1000 rows at most.
        """
        wanted = set(client_request_ids)
        found: dict[str, str] = {}
        period = f"{min(max(hours, 1), _LOG_HOURS)}h"
        for page in range(_LOG_PAGES):
            if wanted <= found.keys():
                break
            query = f"period={period}&limit={_LOG_ROWS}&offset={page * _LOG_ROWS}"
            rows, ids = parse_log(parse_json((await self._get(f"/v2/logs?{query}")).body))
            found |= {ours: ids[ours] for ours in ids.keys() & wanted - found.keys()}
            if rows < _LOG_ROWS:
                break
        return found

    async def balance(self) -> Decimal:
        """USD in the account. Raises ServiceError."""
        return parse_balance(parse_json((await self._get("/v2/billing")).body))

    async def price(self, model_id: str) -> Price | None:
        """What a run of a model costs; None where the service can't say it beforehand.

        Asks without the key. Raises ServiceError: ModelGone where the model isn't served.
        """
        query = f"id={quote(model_id, safe='')}&include=pricing"
        answer = await self._get(f"/v1/models?{query}", keyless=True)
        return parse_price(parse_json(answer.body), model_id)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _get(self, target: str, *, keyless: bool = False) -> Answer:
        """GET once: a 2xx answer with its body. Raises ServiceError."""
        headers = {} if keyless else self._authorization()
        request = self._http.build_request("GET", self._base + target, headers=headers)
        answer = self._checked(await exchange(self._http, request, self._poll_deadline))
        if answer.flaw is not None:
            raise answer.flaw
        return answer

    def _authorization(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._key.reveal()}"}

    def _checked(self, answer: Answer, *, submitting: bool = False) -> Answer:
        """The answer where it is 2xx, without our key in it, should it be echoed."""
        body = self._key.hide_in(answer.body)
        headers = httpx.Headers([(n, self._key.hide_in(v)) for n, v in answer.headers.raw])
        if not 200 <= answer.status < 300:
            raise parse_error(answer.status, body, headers, submitting=submitting)
        return Answer(answer.status, headers, body, answer.flaw)

    def _accepted(self, answer: Answer) -> Generation:
        payload: object = None
        try:
            if answer.flaw is None:
                payload = parse_json(answer.body)
            return parse_generation(payload, answer.headers, loopback=self._loopback)
        except BadAnswer as error:
            flaw = answer.flaw or error
        try:
            generation_id = find_id(payload, answer.headers)
        except BadAnswer as error:
            raise AnswerLost(
                "The answer was lost",
                f"The service answered {answer.status}, so it may have accepted this, but sent "
                f"no id that this app can read. {flaw.failure.message}",
                "Look for it at the service before you send it again: it may cost twice.",
                status=answer.status,
            ) from error
        return Generation(generation_id, GenerationStatus.UNKNOWN, word="")
