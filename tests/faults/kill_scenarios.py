"""The stories in which runs are killed: what the user does, what the service does to them."""

from dataclasses import dataclass

from fault_plan import LOGS, POLL, RESULT, SUBMIT, Fault, Rule

WAITING = Rule(call=POLL, times=1, fault=Fault(fields={"status": "queued", "video": None}))
GENERATING = Rule(call=POLL, times=2, fault=Fault(fields={"status": "generating", "video": None}))
LONG = Rule(call=POLL, times=5, fault=Fault(fields={"status": "generating", "video": None}))
SHORT_PAUSE = {"retry-after": "2"}


@dataclass(frozen=True)
class Scenario:
    """One story. `kills`: how many points of it are tried at most."""

    name: str
    part: str = "waits"  # what the user does: see `kill_run.PARTS`
    source: str = "copy"  # a clip that is sent as it is; or "convert", or "url"
    rules: tuple[Rule, ...] = (WAITING, GENERATING)
    deaf: bool = False  # the service takes no connections until the user's part says so
    # how earlier starts of it were killed; the part is that of the start after
    before: tuple[tuple[str, int], ...] = ()
    kills: int = 60


SCENARIOS = (
    Scenario("a file", kills=90),
    Scenario("a file that is converted", source="convert", kills=50),
    Scenario("a URL", source="url", kills=50),
    Scenario(
        "429 first",
        rules=(
            Rule(call=SUBMIT, times=2, fault=Fault(accept=False, status=429, headers=SHORT_PAUSE)),
            GENERATING,
        ),
        kills=40,
    ),
    Scenario("no connection first", part="is_offline", deaf=True, rules=(), kills=40),
    Scenario(
        "the answer to the submit is lost",
        rules=(
            Rule(call=SUBMIT, times=1, fault=Fault(drop="reset")),
            Rule(call=LOGS, times=1, fault=Fault(fields={"data": []})),  # rows can be late
            GENERATING,
        ),
        kills=50,
    ),
    Scenario(
        "a bad gateway after it was accepted",
        rules=(Rule(call=SUBMIT, times=1, fault=Fault(status=502, body=b"<html>")),),
        kills=30,
    ),
    Scenario(
        "the download is cut",
        rules=(
            Rule(call=RESULT, times=1, fault=Fault(keep=0.5)),
            Rule(call=RESULT, times=1, fault=Fault(less=1)),
        ),
        kills=50,
    ),
    Scenario(
        "the result's address has expired",
        rules=(Rule(call=RESULT, times=1, fault=Fault(accept=False, status=403, body=b"no")),),
        kills=30,
    ),
    Scenario(
        "what comes is no video",
        part="checks_again",
        rules=(
            Rule(
                call=RESULT,
                times=1,
                fault=Fault(body=b"<html>" * 50, headers={"content-type": "text/html"}),
            ),
        ),
        kills=40,
    ),
    Scenario("the user cancels", part="cancels", rules=(LONG,), kills=40),
    Scenario("the file is gone", part="fetches_again", rules=(), kills=40),
    Scenario(
        "recovery of a submit in doubt",
        part="looks_on",
        before=(("submitting: POST generations send_request_body.complete", 1),),
        kills=40,
    ),
    Scenario(
        "recovery of a generation",
        part="looks_on",
        before=(("generating: after AlephService.poll", 1),),
        kills=30,
    ),
    Scenario(
        "recovery of a download",
        part="looks_on",
        before=(("downloading: a piece was written", 2),),
        kills=40,
    ),
)
