"""What other sites can't do to these pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import httpx

    from tests.admin_web.app import Desk
    from tests.insights.cast import Cast


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "same-origin"}, 303),
        ({"sec-fetch-site": "none"}, 303),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "cross-site", "origin": "http://aura.test"}, 403),
        ({"origin": "http://aura.test"}, 303),
        ({"origin": "http://evil.test"}, 403),
        ({"origin": "null"}, 403),
        ({}, 303),
    ],
)
async def test_a_form_of_another_site_changes_nothing(
    owner: httpx.AsyncClient, headers: dict[str, str], status: int
) -> None:
    answer = await owner.post("/admin/sign-out", headers=headers)

    assert answer.status_code == status
    assert (await owner.get("/admin")).status_code == (200 if status == 403 else 303)


@pytest.mark.parametrize("path", ["/admin", "/admin/sign-in", "/admin/figures/scanned", "/admin/nowhere"])
async def test_every_answer_carries_the_headers(owner: httpx.AsyncClient, path: str) -> None:
    first, second = await owner.get(path), await owner.get(path)

    policy = first.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert policy != second.headers["content-security-policy"], "a nonce is used once"
    assert first.headers["x-content-type-options"] == "nosniff"
    assert first.headers["cross-origin-opener-policy"] == "same-origin"
    assert first.headers["referrer-policy"] == "same-origin"
    assert "camera=()" in first.headers["permissions-policy"]
    assert first.headers["cache-control"] == "no-store"


async def test_a_body_no_form_of_ours_has_is_refused(visitor: httpx.AsyncClient) -> None:
    small = await visitor.post("/admin/look", data={"language": "en"})
    large = await visitor.post("/admin/look", data={"language": "e" * 70_000})

    assert (small.status_code, large.status_code) == (303, 413)


async def test_every_script_of_a_page_carries_its_nonce(owner: httpx.AsyncClient) -> None:
    answer = await owner.get("/admin")

    nonce = answer.headers["content-security-policy"].split("'nonce-")[1].split("'")[0]
    assert answer.text.count("<script") == answer.text.count(f'<script nonce="{nonce}"') == 3
    assert " style=" not in answer.text
    assert " on" not in "".join(tag.split(">")[0] for tag in answer.text.split("<")[1:] if " onclick" in tag)


async def test_it_serves_the_browser_parts_and_no_other_file(visitor: httpx.AsyncClient) -> None:
    script = await visitor.get("/assets/htmx/htmx.min.js")
    font = await visitor.get("/assets/fonts/anuphan-thai.woff2")

    assert script.headers["content-type"].startswith("text/javascript")
    assert font.headers["content-type"] == "font/woff2"
    for path in ("/assets/../pyproject.toml", "/assets/%2e%2e/pyproject.toml", "/assets/htmx/package.json"):
        assert (await visitor.get(path)).status_code == 404


async def test_other_paths_pass_untouched(desk: Desk, cast: Cast, visitor: httpx.AsyncClient) -> None:
    @desk.app.post("/line/anan/webhook")
    def webhook() -> dict[str, bool]:
        return {"kept": True}

    answer = await visitor.post("/line/anan/webhook", headers={"sec-fetch-site": "cross-site"})

    assert answer.json() == {"kept": True}
    assert "content-security-policy" not in answer.headers
