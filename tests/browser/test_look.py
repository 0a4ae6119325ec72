"""The style sheet finds what it hangs on; the navigation, its words and marks; the browser's tab."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ROOT
from tests.browser.hands import at_rest, eventually, opened
from tests.browser.hooks import HOOKS, PASSING

STYLES = ROOT / "pages" / "ui" / "look" / "look.css"


@pytest.mark.parametrize("place", sorted(set(HOOKS.values())))
def test_every_hook_is_found(page, address, place):
    page.set_viewport_size({"width": place.width, "height": 900})
    opened(page, address + place.address)
    for name in (name for name, where in HOOKS.items() if where == place):
        expect(page.get_by_test_id(name).first).to_be_attached()


def test_that_a_script_runs_is_not_shown_and_that_the_server_is_gone_is(page, address):
    running, connection = (page.get_by_test_id(name) for name in PASSING)
    sockets = []

    def break_off(socket):
        """Of what the server says only the beginning arrives: the script seems to run for ever."""
        sockets.append(socket)
        heard = []

        def pass_on(message):
            heard.append(message)
            if len(heard) <= 3:
                socket.send(message)

        socket.connect_to_server().on_message(pass_on)

    page.route_web_socket("**/_stcore/stream*", break_off)
    page.goto(address)
    expect(running).to_be_attached()
    page.add_style_tag(path=STYLES)  # on its way when it broke off
    expect(running).to_be_hidden()
    for socket in sockets:
        socket.close()
    expect(connection).to_be_visible()


def test_where_one_is_is_marked_and_the_tab_says_it(page, address):
    opened(page, address)
    expect(page).to_have_title("RNN Lab")
    navigation = page.get_by_test_id("stTopNav")
    expect(navigation.get_by_role("link", name="Home")).to_have_attribute("aria-current", "page")
    navigation.get_by_role("button", name="Train").click()
    page.get_by_role("menuitem", name="Path").click()
    expect(navigation.locator("strong")).to_contain_text("Train: Path")
    expect(page).to_have_title("Path · RNN Lab")
    navigation.get_by_role("link", name="Runs").click()
    expect(page).to_have_title("Runs · RNN Lab")
    expect(navigation.locator("strong")).to_have_count(0)


def says(page, hook, which, word):
    content = "(one, which) => getComputedStyle(one, which).content"
    eventually(page, lambda: word in page.get_by_test_id(hook).last.evaluate(content, which))


def test_on_a_narrow_page_the_bar_shows_words(page, address):
    page.set_viewport_size({"width": 820, "height": 900})
    opened(page, f"{address}/past")
    menu = page.get_by_test_id("stTopNavSection").and_(page.get_by_role("button", expanded=False)).last
    says(page, "stTopNavSection", "::before", "Menu")
    says(page, "stTopNavSection", "::before", "Which past matters")
    menu.click()
    expect(page.get_by_role("menuitem", name="About")).to_be_visible()
    page.set_viewport_size({"width": 400, "height": 900})
    opened(page, f"{address}/past")
    says(page, "stExpandSidebarButton", "::after", "Menu")
    page.get_by_test_id("stExpandSidebarButton").click()
    expect(page.get_by_role("link", name="Memory microscope")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 800, 400])
def test_nothing_scrolls_sideways(page, address, width):
    page.set_viewport_size({"width": width, "height": 900})
    for name in ("", "lessons", "runs", "about"):
        opened(page, f"{address}/{name}")
        for whole in ("html", ".stMain"):
            box = page.locator(f"css={whole}").first
            eventually(page, lambda box=box: box.evaluate("one => one.scrollWidth") <= width)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_hangs_outside_the_app_has_its_theme(browser, address, scheme):
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    opened(page, f"{address}/past")
    expect(page.locator("html")).to_have_css("color-scheme", scheme)
    context.close()


def test_words_on_the_dark_primary_button_are_dark(browser, address):
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    opened(page, f"{address}/forecast")
    at_rest(page)
    expect(page.get_by_test_id("stBaseButton-primary").first).to_have_css("color", "rgb(6, 32, 30)")
    context.close()


def test_the_icon_is_drawn_here_and_none_is_fetched_from_elsewhere(page, address):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    opened(page, f"{address}/runs")
    expect(page).to_have_title("Runs · RNN Lab")
    assert page.locator('link[rel~="icon"]').first.get_attribute("href").startswith(f"{address}/media/")
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_captions_are_not_greyer_than_their_colour(browser, address, scheme):
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    opened(page, f"{address}/speed")
    caption = page.get_by_test_id("stCaptionContainer").first
    expect(caption).to_have_css("opacity", "1")
    expect(caption).to_have_css("color", {"light": "rgb(77, 90, 87)", "dark": "rgb(170, 184, 180)"}[scheme])
    context.close()
