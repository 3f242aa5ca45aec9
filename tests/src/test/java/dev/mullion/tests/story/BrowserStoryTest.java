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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole story at the page, in Chromium, against a real engine and a real registry. */
@ExtendWith(SharedWorld.class)
class BrowserStoryTest {

    private static final String TALKING =
            """
            CMD ["sh", "-c", "trap 'exit 0' TERM; echo hello from the story; \
            printf '<img src=x onerror=document.title=1>\\\\033[31mred\\\\033]0;title\\\\007\\\\n'; \
            sleep 600 & wait"]\
            """;

    private final World world;
    private final Operator operator;
    private final Browser browser;

    @RegisterExtension private final PictureOnFailure pictures;

    BrowserStoryTest(World world) {
        this.world = world;
        this.operator = new Operator(world.api());
        this.browser = Browser.open(world.portal().address());
        this.pictures = new PictureOnFailure(() -> browser);
    }

    @BeforeEach
    void signIn() {
        operator.localHost();
        new Doorway(browser).signIn();
    }

    @AfterEach
    void close() {
        browser.close();
    }

    @Test
    void hostSeenImagePulledContainerLaunchedReadStoppedAndRemoved() throws Exception {
        world.registry().publishImage("page/tool:1", 2 << 20, TALKING, "LABEL note=<b>bold</b>");
        world.engine().docker("run", "-d", "--name", "old-timer", "busybox:1", "sleep", "600");

        browser.go("/hosts");
        browser.awaitText("local");
        browser.go("/containers");
        browser.awaitText("old-timer"); // without anybody pressing a refresh button
        browser.go("/images");
        browser.awaitText("busybox:1");

        try (RegistryProxy slow = RegistryProxy.before(world.registry())) {
            slow.holdAfter(1 << 20);
            browser.click("pull-image");
            browser.type("pull-reference", slow.reference("page/tool:1"));
            browser.click("pull-submit");
            slow.awaitHold(Duration.ofSeconds(30));
            browser.awaitShown("pull-progress");
            browser.awaitText("MiB");
            browser.screenshot("pull-in-progress");
            slow.release();
            browser.awaitText("Pull another");
            browser.click("pull-close");

            browser.go("/containers");
            browser.click("launch-container");
            browser.type("launch-image", slow.reference("page/tool:1"));
            browser.type("launch-name", "page-story");
            browser.screenshot("launch-dialog");
            browser.click("launch-submit");
        }
        browser.await("the container's page", () -> browser.path().startsWith("/containers/"));
        browser.awaitText("Running");

        browser.click("tab-logs");
        browser.awaitText("hello from the story");
        browser.awaitText("<img src=x onerror=document.title=1>red");
        assertThat(browser.script("return document.title")).isNotEqualTo("1");
        browser.screenshot("container-logs");

        browser.click("container-stop");
        browser.awaitText("Stopped");
        browser.click("container-remove");
        browser.click("confirm-submit");
        browser.awaitPath("/containers");
        browser.awaitNoText("page-story");
        assertThat(world.engine().docker("ps", "-a", "--format", "{{.Names}}"))
                .doesNotContain("page-story");
        assertThat(browser.consoleErrors()).isEmpty();
        world.engine().docker("rm", "-f", "old-timer");
    }

    @Test
    void isolationTheHostCannotDoIsThereDisabledWithItsReason() {
        browser.go("/containers");
        browser.click("launch-container");
        browser.awaitShown("launch-isolation");
        browser.awaitText("Hyper-V");
        assertThat(
                        browser.script(
                                        """
                                        return [...document.querySelectorAll(
                                            '#launch-isolation vaadin-radio-button')]
                                          .filter(each => each.disabled).map(each => each.textContent).join()
                                        """)
                                .toString())
                .contains("Hyper-V");
    }

    @Test
    void refusedPullSaysWhyWhereThePersonLooks() {
        browser.go("/images");
        browser.click("pull-image");
        browser.type("pull-reference", world.registry().reference("page/nothing:1"));
        browser.click("pull-submit");
        browser.awaitText("not found");
        browser.screenshot("pull-refused");
    }

    @Test
    void takenNameIsSaidInTheLaunchDialog() {
        world.engine().docker("create", "--name", "page-taken", "busybox:1");
        browser.go("/containers");
        browser.awaitText("page-taken");
        browser.click("launch-container");
        browser.type("launch-image", "busybox:1");
        browser.type("launch-name", "page-taken");
        browser.click("launch-submit");
        browser.await(
                "the reason beside the name",
                () ->
                        browser.script(
                                        "return document.querySelector('#launch-name').errorMessage"
                                                + " || ''")
                                .toString()
                                .contains("is taken by"));
        browser.screenshot("name-taken");
        world.engine().docker("rm", "page-taken");
    }

    @Test
    void everyPageIsPicturedInLightDarkAndNarrow() {
        world.engine().docker("run", "-d", "--name", "sitter", "busybox:1", "sleep", "600");
        operator.until("/containers?text=sitter", list -> list.path("total").asInt() == 1);
        for (String page :
                new String[] {"", "hosts", "containers", "images", "activities", "profile"}) {
            browser.go("/" + page);
            browser.await("the page's heading", () -> browser.visibleText().lines().count() > 5);
            String name = page.isEmpty() ? "overview" : page;
            browser.screenshot(name + "-light");
            browser.colourScheme("dark");
            browser.screenshot(name + "-dark");
            browser.colourScheme("light");
            browser.width(390);
            browser.screenshot(name + "-narrow");
            assertThat(browser.script("return document.documentElement.scrollWidth > innerWidth"))
                    .as("%s is wider than a narrow window", name)
                    .isEqualTo(false);
            browser.ownWidth();
        }
        world.engine().docker("rm", "-f", "sitter");
    }
}
