"""Whether the service could fetch a clip by its URL, told before anybody pays for it."""

from dataclasses import replace

import httpx

from aleph_desktop.client import url_words
from aleph_desktop.client.page_link import PageLink, page_link
from aleph_desktop.client.ranged_file import Parts
from aleph_desktop.client.reach import HOPS
from aleph_desktop.client.url_look import Finding, Inspect, Redirected, UrlLook
from aleph_desktop.client.url_words import SEND_AS_DATA, Words
from aleph_desktop.client.visit import NO_ANSWER, Visit
from aleph_desktop.client.web_reach import PrivateAddress
from aleph_desktop.domain.source_url import url_source
from aleph_desktop.domain.url_report import UrlReport, UrlStep
from aleph_desktop.errors import KnownError

_BOTH = (UrlStep.USE_TARGET, UrlStep.FETCH)
_USE_TARGET = "Use the address that it leads to."


class Preflight:
    """Looks at URLs, within one visit. Blocks."""

    def __init__(self, visit: Visit, inspect: Inspect, *, loopback: bool, limit: int) -> None:
        """`loopback`: the service is on this machine. `limit`: the most that is fetched, bytes."""
        self._visit = visit
        self._inspect = inspect
        self._loopback = loopback
        self._limit = limit
        self.seen: tuple[httpx.URL, Parts] | None = None  # what has come of the file, and whence

    def look(self, url: str) -> UrlReport:
        """What is wrong is in the report: raises nothing that is foreseen, but GivenUp."""
        url = url.strip()
        link = page_link(url)
        if link is not None:
            return self._page(url, link)
        refusal = self._refusal(url)
        try:
            first = self._visit.reach.first(url)
            finding = self._follow(first)
        except PrivateAddress as error:
            return _told(UrlReport(url, steps=(UrlStep.LOOK_ANYWAY,)), _words(error))
        except KnownError as error:
            return _told(UrlReport(url), refusal or _words(error))
        report = self._judged(url, finding, refusal, is_here=finding.url == first)
        return self._secured(report, first) if first.scheme == "http" else report

    def _refusal(self, url: str) -> Words | None:
        """Why the service would refuse a URL as it is written, whatever is there."""
        try:
            url_source(url, loopback=self._loopback)
        except KnownError as error:
            return _words(error)
        return None

    def _follow(self, url: httpx.URL) -> Finding:
        """What is there, at the end of the redirects. Raises PrivateAddress for `url` itself."""
        at = url
        for _ in range(HOPS + 1):
            look = UrlLook(self._visit, at, self._inspect)
            try:
                finding = look.run()
            except Redirected as elsewhere:
                try:
                    at = self._visit.reach.hop(at, elsewhere.location)
                except PrivateAddress:
                    return Finding(at, url_words.INWARDS)
                except KnownError as error:
                    return Finding(at, _words(error))
            except PrivateAddress:
                if at == url:
                    raise
                return Finding(at, url_words.INWARDS)
            except NO_ANSWER as error:
                return Finding(at, url_words.unanswered(error, at.host))
            else:
                self.seen = None if look.parts is None else (at, look.parts)
                return finding
        return Finding(at, url_words.TOO_MANY_HOPS)

    def _judged(
        self, url: str, finding: Finding, refusal: Words | None, *, is_here: bool
    ) -> UrlReport:
        """`is_here`: no redirect led to it."""
        size = finding.size
        report = UrlReport(
            url, size=size, mime_type=finding.mime_type, info=finding.info, notes=finding.notes
        )
        if finding.obstacle is not None:
            words = finding.obstacle
            leads = "" if is_here else f"It redirects to {finding.url.host}. "
            return _told(report, Words(f"{leads}{words.problem}", words.remedy))
        if size is not None and size > self._limit:
            return _told(report, url_words.too_large_to_fetch(size, self._limit))
        flaw = (refusal if is_here else self._refusal(str(finding.url))) or finding.flaw
        if is_here:
            return report if flaw is None else _to_fetch(report, flaw.problem)
        moved = url_words.redirects(finding.url.host)
        if flaw is not None:
            return _to_fetch(report, moved)
        report = replace(report, steps=_BOTH, target=str(finding.url))
        return _told(report, Words(moved, _USE_TARGET))

    def _secured(self, report: UrlReport, url: httpx.URL) -> UrlReport:
        """For a clip by http: the same by https, where that is as good."""
        secure = url.copy_with(scheme="https")
        if report.target or url.port is not None or self._refusal(str(secure)) is not None:
            return report
        try:
            finding = self._follow(secure)
        except PrivateAddress:
            return report
        found = self._judged(report.url, finding, None, is_here=False)
        if not found.target:
            return report
        problem = "It starts with http://, and the service fetches https only."
        return _told(found, Words(problem, "The same clip is there by https: use that."))

    def _page(self, url: str, link: PageLink) -> UrlReport:
        """A page by name; with the file itself, where that can be had."""
        found = self.look(link.direct) if link.direct else None
        if found is not None and found.is_usable:
            found = replace(found, steps=_BOTH, target=link.direct)
        if found is None or UrlStep.FETCH not in found.steps:
            return UrlReport(url, link.problem, link.remedy)
        remedy = "Use the file's own address." if found.target else SEND_AS_DATA
        return _told(replace(found, url=url), Words(link.problem, remedy))


def _told(report: UrlReport, words: Words) -> UrlReport:
    return replace(report, problem=words.problem, remedy=words.remedy)


def _to_fetch(report: UrlReport, problem: str) -> UrlReport:
    return replace(report, problem=problem, remedy=SEND_AS_DATA, steps=(UrlStep.FETCH,))


def _words(error: KnownError) -> Words:
    return Words(error.failure.message, error.failure.remedy)
