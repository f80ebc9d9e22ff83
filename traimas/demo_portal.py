"""The demo's officer with a phone: the link in the mail, the form behind it, the report sent over HTTP."""

from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx

from models.values import baht
from notifications.links import SIGN_IN_PATH
from procedure.report_checks import ProjectProgress


class _Forms(HTMLParser):
    """The forms of a page: each one's action, and its fields with the values they would send."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []
        self._select: str | None = None
        self._textarea: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append((given.get("action", ""), {}))
        if not self.forms:
            return
        fields, name = self.forms[-1][1], given.get("name", "")
        if tag == "input" and name and given.get("type") not in ("submit", "button", "file"):
            if given.get("type") not in ("radio", "checkbox") or "checked" in given:
                fields[name] = given.get("value", "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in given or self._select not in fields):
            fields[self._select] = given.get("value", "")
        elif tag == "textarea":
            self._textarea, fields[name] = name, ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.forms[-1][1][self._textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = None
        elif tag == "textarea":
            self._textarea = None


def send_report(link: str, reports: list[ProjectProgress]) -> str:
    """Open a mail's link as a phone would, fill the form behind it and send it; return the receipt page.

    Raises ``RuntimeError`` if a page is not what it should be.
    """
    with httpx.Client(follow_redirects=True, timeout=30) as browser:
        page = browser.get(link)
        action, fields = _form(page, SIGN_IN_PATH)
        page = browser.post(action, data=fields)
        action, fields = _form(page, "/report/")
        for report in reports:
            fields |= {
                f"status-{report.project_id}": report.status.value,
                f"percent-{report.project_id}": str(report.percent),
                f"disbursed-{report.project_id}": baht(report.disbursed_satang),
                f"result-{report.project_id}": report.result,
                f"obstacle_kind-{report.project_id}": report.obstacle_kind.value if report.obstacle_kind else "",
                f"obstacle-{report.project_id}": report.obstacle,
            }
        receipt = browser.post(action, data={**fields, "kind": "report"})
    if not receipt.is_success:
        raise RuntimeError(f"the portal answered {receipt.status_code} to the report")
    return receipt.text


def _form(page: httpx.Response, path: str) -> tuple[str, dict[str, str]]:
    for action, fields in _Forms(page.text).forms:
        url = urljoin(str(page.url), action)
        if path in url:
            return url, fields
    raise RuntimeError(f"no form for {path} on a page that answered {page.status_code}")
