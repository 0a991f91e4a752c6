"""Without JavaScript everything is there but comfort."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.watched import Visits


def test_a_search_a_term_and_a_comparison(visits: Visits) -> None:
    page = visits.open("/en/", script=False)
    page.locator("#q").fill("microcredential")
    page.locator(".search button").click()
    page.locator(".found h3 a").first.click()
    expect(page.locator("h1")).to_have_text("Micro-credential")
    expect(page.locator(".definition")).to_have_count(6)
    page.locator("summary").first.click()
    expect(page.locator(".citation").first).to_contain_text("Micro-credential")
    page.locator(".action").click()
    expect(page.locator(".column")).to_have_count(6)
    page.locator("#baseline").select_option("2")
    page.locator(".baseline button").click()
    expect(page.locator(".column.base .dot")).to_have_text("2")
    page.locator("#show-none").check()
    expect(page.locator(".column mark").first).to_have_css("background-color", "rgba(0, 0, 0, 0)")


def test_the_hierarchy_is_walked_page_by_page(visits: Visits) -> None:
    page = visits.open("/en/hierarchy", script=False)
    page.locator(".unfold").first.click()
    expect(page.locator(".paths a")).to_have_text(["Hierarchy"])
    expect(page.locator("#branches li").first).to_be_visible()


def test_questions_and_queries_are_answered(visits: Visits) -> None:
    page = visits.open("/en/query", script=False)
    form = page.locator("form.inquiry[action$=definitions]")
    form.locator("input").fill("micro-credential")
    form.locator("button").click()
    expect(page.locator(".answer tbody tr").first).to_be_visible()
    page.locator(".answer tbody a").first.click()
    page.wait_for_url("**/en/term/micro-credential#def-*")
    page.goto("/en/query")
    page.locator("textarea").fill("ASK { ?s ?p ?o }")
    page.locator(".run button").click()
    expect(page.locator("#answer")).to_have_text("Yes")


def test_what_went_wrong_stands_beside_the_query(visits: Visits) -> None:
    page = visits.open("/en/query?query=SELECT+*+%7B", script=False)
    expect(page.get_by_role("alert")).to_contain_text("line 1")
    expect(page.locator("textarea")).to_have_value("SELECT * {")
    page.goto("/en/query/definitions?term=micro-credenzial")
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.locator(".answer tbody tr").first).to_be_visible()
