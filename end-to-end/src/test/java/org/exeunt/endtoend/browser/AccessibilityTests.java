package org.exeunt.endtoend.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.exeunt.endtoend.browser.Forum.Mood;
import org.exeunt.endtoend.stage.Database;
import org.exeunt.endtoend.stage.NativeApp;
import org.exeunt.endtoend.stage.TestEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every page that users see, on a narrow screen, in every language, in light and in dark: axe has nothing against it. */
class AccessibilityTests {

    /** As wide as WCAG 1.4.10 demands, which is also a window of 1280 pixels at a zoom of 400 %. */
    private static final int NARROW = 320;

    private static final Pattern RECEIPT = Pattern.compile("/logout/receipt/.+");

    /** Longer than the server waits for an app. */
    private static final double PATIENCE = 40_000;

    private static final List<String> REASONS =
            List.of("session_timeout", "signed_out_elsewhere", "password_change", "admin_logout", "account_disabled");

    private static final List<String> PROBLEMS = List.of(
            "not-signed-out",
            "unknown-scope",
            "no-browser",
            "origin-not-allowed",
            "unknown-session",
            "not-signed-in",
            "unknown-subject",
            "invalid-refresh-token",
            "too-many-push-tokens",
            "unusable-push-token",
            "not-a-person",
            "unusable-request",
            "not-allowed",
            "nothing-here",
            "unsupported-method",
            "unsupported-answer",
            "unsupported-body",
            "server-error",
            "temporarily-unavailable");

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    private final TestEnvironment stage = TestEnvironment.shared(Database.H2);
    private final List<String> complaints = new ArrayList<>();
    private String language = "";

    @ParameterizedTest
    @ValueSource(strings = {"en", "nb"})
    void the_pages_without_a_session(String language) {
        try (ChromiumUser stranger = person(language)) {
            look(stranger, "/");
            look(stranger, "/login");
            look(stranger, "/login?client_id=news");
            look(stranger, "/login?client_id=shop&interrupted=form");
            look(stranger, "/login?client_id=news&interrupted=sign-in");
            REASONS.forEach(reason -> look(stranger, "/login?reason=" + reason));
            PROBLEMS.forEach(problem -> look(stranger, "/problems/" + problem));
            look(stranger, "/logout?client_id=shop");
            look(stranger, "/logout?client_id=news");
            look(stranger, "/logout?client_id=nobody-knows-it");
            look(stranger, "/logout/receipt/nobody-has-it");

            Page page = stranger.page();
            page.navigate(stage.server() + "/login?client_id=news");
            giveWrongPassword(page);
            assertThat(page.locator("[role=alert]")).isVisible();
            look(page, "after a wrong password");
            page.navigate(stage.server() + "/oauth2/authorize?client_id=nobody-knows-it");
            assertThat(page.locator(".reference")).isVisible();
            look(page, "an error with a reference");
        }
        assertThat(complaints).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "nb"})
    void the_pages_with_a_session(String language) {
        try (ChromiumUser alice = person(language);
                NativeApp app = new NativeApp(stage)) {
            alice.signIn(stage.news(), "alice");
            look(alice, "/");
            look(alice, "/no-such-page");
            look(alice, "/devices/sign-out");
            look(alice, "/oauth2/authorize?response_type=code&client_id=nobody-knows-it");
            look(alice, "/activate");
            look(alice, "/activate?failure=unknown-code&user_code=BCDF-GHJK");
            look(alice, "/?success");
            look(alice, "/password");

            Page page = alice.page();
            page.locator("#current").fill("not the password");
            page.locator("#new").fill("long enough for a password");
            page.locator("#again").fill("but not the same as above");
            page.locator("form[action='/password'] button").click();
            assertThat(page.locator("[role=alert]")).isVisible();
            look(page, "after a password that was not repeated");

            page.navigate(stage.server() + "/activate?user_code=" + app.userCode());
            page.locator("form[action='/oauth2/device_verification'] button").click();
            assertThat(page.locator("#allow")).isVisible();
            look(page, "consent");
        }
        assertThat(complaints).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "nb"})
    void your_devices(String language) {
        try (ChromiumUser alice = person(language);
                ChromiumUser phone = person(language)) {
            alice.signIn(stage.shop(), "alice");
            phone.signIn(stage.news(), "alice");
            look(alice, "/devices");

            Page page = alice.page();
            page.locator("form[action='/devices/sign-out-others'] button").click();
            assertThat(page.locator("form[action='/devices/sign-out-others'] button"))
                    .hasCount(0);
            look(page, "receipt, after the others were signed out");
            look(alice, "/devices");
            assertThat(page.locator(".ended")).isVisible();
            look(phone, "/login");
            assertThat(phone.page().locator("[role=status]")).isVisible();
        }
        assertThat(complaints).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "nb"})
    void the_question_and_its_answers(String language) {
        try (ChromiumUser alice = person(language)) {
            alice.signIn(stage.shop(), "alice");
            look(alice, "/logout?client_id=nobody-knows-it");
            assertThat(alice.isAskedToConfirm()).isTrue();
            look(alice, "/connect/logout?client_id=news");
            assertThat(alice.isAskedToConfirm()).isTrue();

            answer(alice, "stay");
            look(alice.page(), "stayed");

            look(alice, "/logout?client_id=news&redirect_uri=https://not-registered.example");
            assertThat(alice.isSignedInAtServer()).isFalse();
        }
        assertThat(complaints).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "nb"})
    void a_receipt_with_an_app_that_does_not_answer(String language) {
        try (Forum forum = new Forum(stage);
                OldPortal portal = new OldPortal(stage);
                ChromiumUser alice = person(language);
                NativeApp app = new NativeApp(stage)) {
            alice.signIn(stage.shop(), "alice");
            alice.signIn(stage.news(), "alice");
            portal.signIn(alice);
            forum.signIn(alice);
            app.signIn(address -> alice.page().navigate(address));
            forum.becomes(Mood.HANGS);

            Page page = signOutAtOurPage(alice);
            assertThat(page).hasURL(RECEIPT);
            assertThat(page.locator("#receipt .links")).isVisible(new IsVisibleOptions().setTimeout(PATIENCE));
            assertThat(page.locator("#receipt li[data-state='acknowledged']")).hasCount(2);
            assertThat(page.locator("#receipt li[data-state='asked']")).hasCount(1);
            assertThat(page.locator("#receipt li[data-state='silent']")).hasCount(1);
            assertThat(page.locator("#receipt li[data-state='pending']")).hasCount(1);
            look(page, "receipt with an app that does not answer");
        }
        assertThat(complaints).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "nb"})
    void a_receipt_with_an_app_that_could_not_be_told(String language) {
        try (Forum forum = new Forum(stage);
                ChromiumUser alice = person(language)) {
            alice.signIn(stage.shop(), "alice");
            forum.signIn(alice);
            forum.becomes(Mood.REFUSES);

            Page page = signOutAtOurPage(alice);
            assertThat(page.locator("#receipt li[data-state='failed']")).isVisible();
            look(page, "receipt with an app that refused");
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void faults_of_a_page_are_found() {
        try (ChromiumUser stranger = person("en")) {
            Page page = stranger.page();
            page.navigate(stage.server() + "/login");
            page.evaluate("""
                    () => {
                      document.documentElement.removeAttribute('lang');
                      document.querySelector('label[for=username]').remove();
                      document.querySelector('h1').style.color = '#ccc';
                      document.querySelector('h1').style.width = '400px';
                    }
                    """);

            assertThat(Axe.complaints(page, "a page"))
                    .anyMatch(complaint -> complaint.startsWith("a page, LIGHT: html-has-lang"))
                    .anyMatch(complaint -> complaint.startsWith("a page, LIGHT: label at #username"))
                    .anyMatch(complaint -> complaint.startsWith("a page, LIGHT: color-contrast at h1"))
                    .contains("a page, DARK: 100 px wider than its window");
        }
    }

    private ChromiumUser person(String wanted) {
        language = wanted;
        return new ChromiumUser(
                chromium, stage, new NewContextOptions().setLocale(wanted).setViewportSize(NARROW, 640));
    }

    private void look(ChromiumUser person, String path) {
        person.page().navigate(stage.server() + path);
        look(person.page(), path);
    }

    private void look(Page page, String name) {
        assertThat(page.locator("html")).hasAttribute("lang", language);
        complaints.addAll(Axe.complaints(page, name));
    }

    private static void giveWrongPassword(Page page) {
        page.locator("#username").fill("nobody-is-called-so");
        page.locator("#password").fill("wrong");
        page.locator("form[action='/login'] button").click();
    }

    /** No app asked for it, so that nobody is sent on. */
    private Page signOutAtOurPage(ChromiumUser person) {
        person.page().navigate(stage.server() + "/connect/logout");
        answer(person, "sign-out");
        return person.page();
    }

    private static void answer(ChromiumUser person, String answer) {
        person.page().locator("button[name=answer][value=" + answer + "]").click();
    }
}
