"""The stories in which runs are killed: what the user does, what the service does to them."""

from dataclasses import dataclass

from fault_plan import LOGS, POLL, RESULT, SUBMIT, Fault, Rule
from kill_points import Kill

WAITING = Rule(call=POLL, times=1, fault=Fault(fields={"status": "queued", "video": None}))
GENERATING = Rule(call=POLL, times=2, fault=Fault(fields={"status": "generating", "video": None}))
LONG = Rule(call=POLL, times=5, fault=Fault(fields={"status": "generating", "video": None}))
BUSY = Fault(accept=False, status=429, headers={"retry-after": "2"})
BEFORE_SENT = frozenset({"none", "queued", "preparing", "submitting"})
AFTER_SENT = frozenset({"submitting", "unconfirmed", "waiting"})
AT_THE_END = frozenset({"downloading", "failed", "done"})


@dataclass(frozen=True)
class Scenario:
    """One story. Points of it are tried one by one, or moments."""

    name: str
    part: str = "waits"  # what the user does: see `kill_run.PARTS`
    source: str = "copy"  # a clip that is sent as it is; or "convert", or "url"
    rules: tuple[Rule, ...] = (WAITING, GENERATING)
    deaf: bool = False  # the service takes no connections until the user's part says so
    before: tuple[Kill, ...] = ()  # earlier starts; `part` is then that of the start after
    states: frozenset[str] = frozenset()  # whose points are tried, which are all that are news
    most: int = 20  # points at most, but one of each name that the first story hasn't
    moments: int = 0  # spread over the whole run, instead of points
    also: tuple[Kill, ...] = ()  # points besides


SCENARIOS = (
    Scenario("a file", most=100),
    Scenario("a file that is converted", source="convert", states=frozenset({"preparing"})),
    Scenario("a URL", source="url", states=BEFORE_SENT),
    Scenario(
        "429 first", rules=(Rule(call=SUBMIT, times=2, fault=BUSY), GENERATING), states=BEFORE_SENT
    ),
    Scenario(
        "refused first",
        part="retries",
        rules=(Rule(call=SUBMIT, times=1, fault=Fault(accept=False, status=422, body=b"{}")),),
        states=BEFORE_SENT | {"failed"},
    ),
    Scenario("no connection first", part="is_offline", deaf=True, rules=(), states=BEFORE_SENT),
    Scenario(
        "the answer to the submit is lost",
        rules=(
            Rule(call=SUBMIT, times=1, fault=Fault(drop="reset")),
            Rule(call=LOGS, times=1, fault=Fault(fields={"data": []})),  # rows can be late
            GENERATING,
        ),
        states=AFTER_SENT,
    ),
    Scenario(
        "a bad gateway after it was accepted",
        rules=(Rule(call=SUBMIT, times=1, fault=Fault(status=502, body=b"<html>")),),
        states=AFTER_SENT,
    ),
    Scenario(
        "submitted again by the user, who is in doubt",
        part="submits_again",
        rules=(Rule(call=SUBMIT, times=1, fault=Fault(accept=False, drop="reset")),),
        states=frozenset({"queued"}),
        also=(  # of the second run
            Kill("preparing: before SqliteJobStore.save submitting", 2),
            Kill("submitting: after SqliteJobStore.save submitting", 2),
            Kill("submitting: POST generations send_request_body.complete", 2),
            Kill("submitting: after AlephService.submit"),
            Kill("waiting: after SqliteJobStore.save waiting"),
            Kill("downloading: after SqliteJobStore.save downloading"),
        ),
    ),
    Scenario(
        "the download is cut",
        rules=(
            Rule(call=RESULT, times=1, fault=Fault(keep=0.5)),
            Rule(call=RESULT, times=1, fault=Fault(less=1)),
        ),
        states=AT_THE_END,
    ),
    Scenario(
        "the result's address has expired",
        rules=(Rule(call=RESULT, times=1, fault=Fault(accept=False, status=403, body=b"no")),),
        states=AT_THE_END,
    ),
    Scenario(
        "what comes breaks off, and nobody says so",
        part="checks_again",
        rules=(
            Rule(call=RESULT, times=1, fault=Fault(keep=0.5, headers={"content-length": None})),
        ),
        states=AT_THE_END,
    ),
    Scenario(
        "the user cancels",
        part="cancels",
        rules=(LONG,),
        states=frozenset({"generating", "cancelled"}),
    ),
    Scenario(
        "the user cancels a download",
        part="cancels_the_download",
        rules=(
            Rule(call=RESULT, times=1, fault=Fault(keep=0.5)),
            Rule(call=RESULT, times=1, fault=Fault(delay=0.2)),
        ),
        states=frozenset({"downloading", "cancelled"}),
    ),
    Scenario("the file is gone", part="fetches_again", rules=(), states=frozenset({"done"})),
    Scenario(
        "recovery of a submit in doubt",
        part="looks_on",
        before=(Kill("submitting: POST generations send_request_body.complete"),),
        states=frozenset({"none", "submitting", "unconfirmed"}),
    ),
    Scenario(
        "recovery of a generation",
        part="looks_on",
        before=(Kill("generating: after AlephService.poll"),),
        states=frozenset({"none", "generating"}),
    ),
    Scenario(
        "recovery of a download",
        part="looks_on",
        before=(Kill("downloading: a piece was written", 2),),
        states=frozenset({"none", "downloading"}),
    ),
    Scenario("at any moment", moments=30),
    Scenario(
        "a batch, at any moment",
        part="batches",
        moments=40,
        also=(
            Kill("none: before SqliteJobStore.save_all"),
            Kill("queued: after SqliteJobStore.save_all"),
        ),
    ),
)
