package dev.mullion.tests.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.testing.RegistryProxy;
import dev.mullion.tests.SharedWorld;
import dev.mullion.tests.World;
import dev.mullion.tests.browser.Browser;
import dev.mullion.tests.browser.Doorway;
import dev.mullion.tests.browser.PictureOnFailure;
import dev.mullion.tests.portal.Operator;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** What people do on an ordinary day, and how the pages bear what goes wrong meanwhile. */
@ExtendWith(SharedWorld.class)
class DailyWorkTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String HEADING = "return document.querySelector('h1')?.textContent";
    private static final String CHANGED = "The password is changed.";

    private final World world;
    private final Operator operator;
    private final Browser browser;
    private final Doorway doorway;

    @RegisterExtension private final PictureOnFailure pictures;

    DailyWorkTest(World world) {
        this.world = world;
        this.operator = new Operator(world.api());
        this.browser = Browser.open(world.portal().address());
        this.doorway = new Doorway(browser);
        this.pictures = new PictureOnFailure(() -> browser);
    }

    @BeforeEach
    void signIn() {
        operator.localHost();
        doorway.signIn();
    }

    @AfterEach
    void close() {
        browser.close();
    }

    @Test
    void changedPasswordKeepsThisBrowserSignedInAndEndsTheOther() {
        String next = "eight other panes of glass";
        try (Browser other = Browser.open(world.portal().address())) {
            new Doorway(other).signIn();
            other.go("/hosts");
            other.awaitText("local");
            browser.go("/profile");
            changePassword("not the one", next, "That is not your password now.");
            changePassword(Doorway.PASSWORD, next, CHANGED);
            browser.awaitNoText("That is not your password now.");
            try {
                assertThat(browser.visibleText()).doesNotContain("went wrong");
                browser.go("/hosts");
                browser.awaitText("local");
                assertThat(browser.path()).isEqualTo("/hosts");
                assertThat(browser.consoleErrors()).isEmpty();
                other.go("/hosts");
                other.await("the sign-in page", () -> other.path().startsWith("/login"));
            } finally {
                browser.go("/profile");
                changePassword(next, Doorway.PASSWORD, CHANGED);
            }
        }
    }

    private void changePassword(String now, String next, String answer) {
        browser.type("password-current", now);
        browser.type("next-password", next);
        browser.type("next-password-again", next);
        browser.click("password-submit");
        browser.awaitText(answer);
    }

    @Test
    void cancelledPullSaysSoAndLeavesNoImage() throws Exception {
        world.registry().publishImage("daily/cancelled:1", 4 << 20);
        try (RegistryProxy stuck = RegistryProxy.before(world.registry())) {
            stuck.holdAfter(1 << 20);
            String reference = stuck.reference("daily/cancelled:1");
            browser.go("/images");
            browser.click("pull-image");
            browser.type("pull-reference", reference);
            browser.click("pull-submit");
            stuck.awaitHold(PATIENCE);
            browser.click("pull-cancel");
            browser.awaitText("Cancelled");
            browser.awaitText("Try again");
            browser.awaitGone("pull-cancel");
            assertThat(world.engine().docker("images", "-q", reference)).isEmpty();
        }
        assertThat(browser.consoleErrors()).isEmpty();
    }

    @Test
    void failedPullInTheLaunchDialogMakesRoomForTheNext() {
        String wanted =
                world.registry().publishBusybox("daily/wanted:1", "CMD [\"sleep\",\"600\"]");
        browser.go("/containers");
        browser.click("launch-container");
        browser.type("launch-image", world.registry().reference("daily/mistyped:1"));
        browser.click("launch-pull");
        browser.awaitText("Pull it again");
        browser.type("launch-image", wanted);
        browser.awaitText("Pull it first");
        browser.click("launch-pull");
        browser.awaitText("The image is there");
        browser.type("launch-name", "daily-pulled");
        browser.click("launch-submit");
        browser.await("the container's page", () -> browser.path().startsWith("/containers/"));
        browser.awaitText("Running");
        world.engine().docker("rm", "-f", "daily-pulled");
    }

    @Test
    void oneOfManyFailsSaysWhyAndSucceedsAtTheSecondTry() {
        String port = "127.0.0.1:8100:80";
        world.engine()
                .docker("run", "-d", "-p", port, "--name", "many-0", "busybox:1", "sleep", "600");
        world.engine().docker("create", "--name", "many-1", "busybox:1", "sleep", "600");
        world.engine()
                .docker("create", "-p", port, "--name", "many-2", "busybox:1", "sleep", "600");
        operator.until("/containers?text=many-", list -> list.path("total").asInt() == 3);
        browser.go("/containers?text=many-");
        browser.awaitText("many-2");
        select("many-1");
        select("many-2");
        browser.awaitText("2 selected");
        browser.click("selected-start");
        browser.awaitText("1 of 2 failed.");
        assertThat(browser.text("outcomes")).contains("many-2", "Failed", "8100");
        browser.screenshot("one-of-many-failed");
        world.engine().docker("rm", "-f", "many-0");
        browser.click("outcomes-retry");
        browser.awaitText("Done.");
        browser.click("outcomes-close");
        assertThat(world.engine().docker("ps", "--format", "{{.Names}}"))
                .contains("many-1", "many-2");
        world.engine().docker("rm", "-f", "many-1", "many-2");
    }

    /** Ticks the box of the grid's row in which a name stands. */
    private void select(String name) {
        browser.await(
                "the row of " + name,
                () ->
                        browser.script(
                                        """
                                        const grid = document.querySelector('#containers-grid');
                                        const link = [...grid.querySelectorAll('a')]
                                            .find(each => each.textContent.trim() === arguments[0]);
                                        if (!link) return false;
                                        const slot = cell => `slot[name='${cell}']`;
                                        const row = grid.shadowRoot
                                            .querySelector(slot(link.closest('vaadin-grid-cell-content').slot))
                                            .closest('tr');
                                        const first = row.querySelector('td slot').name;
                                        const box = grid.querySelector(
                                            `vaadin-grid-cell-content[slot='${first}'] vaadin-checkbox`);
                                        box.click();
                                        return box.checked;
                                        """,
                                        name)
                                .equals(true));
    }

    @Test
    void pruneRemovesWhatWasShownAndNothingThatCameLater() {
        String shown = nameless("daily-prune-1");
        browser.go("/images");
        browser.click("prune-images");
        browser.awaitText(shortened(shown));
        String later = nameless("daily-prune-2");
        operator.until("/images?text=" + shortened(later), list -> list.path("total").asInt() == 1);
        browser.click("prune-submit");
        browser.awaitText("Removed 1 image");
        String left = world.engine().docker("images", "-a", "-q", "--no-trunc");
        assertThat(left).doesNotContain(shown).contains(later);
        world.engine().docker("rmi", later);
    }

    @Test
    void noPageBreaksItsContentPolicyOrWritesAnError() {
        String host = operator.localHost();
        String key = operator.launch(host, "busybox:1", "daily-policy", "sleep", "600");
        String container = "/containers/" + key;
        for (String page :
                List.of(
                        "/",
                        "/hosts",
                        "/hosts/" + host,
                        "/containers",
                        container,
                        container + "/logs",
                        container + "/inspect",
                        "/images",
                        "/activities",
                        "/profile",
                        "/no-such-page")) {
            browser.go(page);
            browser.await("a heading", () -> !browser.script(HEADING).toString().isBlank());
            assertThat(browser.consoleErrors())
                    .filteredOn(error -> !error.contains("404"))
                    .as(page)
                    .isEmpty();
        }
        world.engine().docker("rm", "-f", "daily-policy");
    }

    @Test
    void wayPastTheNavigationLeadsIntoThePageOneIsOn() {
        browser.go("/hosts");
        browser.awaitText("local");
        browser.find(By.className("skip-link")).sendKeys(Keys.ENTER);
        browser.await(
                "the focus in the page",
                () -> browser.script("return document.activeElement.id").equals("content"));
        assertThat(browser.path()).isEqualTo("/hosts");
    }

    /** An image that nothing uses and that has lost its name. */
    private String nameless(String name) {
        String id = world.engine().importBusybox(name + ":1");
        world.engine().importBusybox(name + ":1"); // takes the name over
        world.engine().docker("rmi", name + ":1");
        return id;
    }

    private static String shortened(String id) {
        return id.substring("sha256:".length(), "sha256:".length() + 12);
    }
}
