package dev.mullion.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.browserless.SpringBrowserlessTest;
import com.vaadin.browserless.ViewPackages;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.sidenav.SideNavItem;
import com.vaadin.flow.component.textfield.TextField;
import dev.mullion.frontend.activity.ActivitiesPage;
import dev.mullion.frontend.host.HostsPage;
import dev.mullion.frontend.overview.OverviewPage;
import dev.mullion.security.Caller;
import dev.mullion.security.CallerAuthentication;
import dev.mullion.security.Door;
import dev.mullion.security.account.SetupService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What the first administrator meets on a portal without a host. */
@SpringBootTest(classes = Portal.class)
@ViewPackages(packages = "dev.mullion.frontend")
class FirstStepsTest extends SpringBrowserlessTest {

    @Autowired private SetupService setup;

    @DynamicPropertySource
    static void ownData(DynamicPropertyRegistry properties) throws IOException {
        // below target/, because the portal's context outlives this class
        Path folders = Files.createDirectories(Path.of("target", "test-data"));
        Path folder = Files.createTempDirectory(folders, "first-steps");
        properties.add("mullion.data-dir", folder::toString);
        properties.add("mullion.local-host", () -> "");
        properties.add("spring.datasource.url", () -> "jdbc:h2:mem:first-steps;DB_CLOSE_DELAY=-1");
    }

    @BeforeEach
    void signIn(@Autowired JdbcClient database, @Value("${mullion.data-dir}") Path folder)
            throws IOException {
        if (setup.needed()) {
            String secret = Files.readString(folder.resolve("setup-secret")).strip();
            setup.createAdministrator(secret, "anna", "four unrelated words work");
        }
        UUID id = database.sql("select id from account").query(UUID.class).single();
        SecurityContextHolder.getContext()
                .setAuthentication(
                        new CallerAuthentication(new Caller(id, "anna", Door.PAGE, null)));
    }

    @AfterEach
    void signOut() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void overviewOffersToAddTheFirstHost() {
        navigate(OverviewPage.class);
        assertThat(find(H2.class).withText("Welcome to Mullion").exists()).isTrue();
        test(find(Button.class).withId("add-first-host").single()).click();
        assertThat(find(TextField.class).withId("host-address").exists()).isTrue();
    }

    @Test
    void whatIsNoAddressIsSaidBesideTheField() {
        navigate(HostsPage.class);
        test(find(Button.class).withId("add-host").single()).click();
        TextField address = find(TextField.class).withId("host-address").single();
        test(address).setValue("ftp://nonsense");
        test(find(Button.class).withId("add-host-submit").single()).click();
        assertThat(address.isInvalid()).isTrue();
        assertThat(address.getErrorMessage()).contains("ftp://nonsense");
        assertThat(find(Button.class).withId("add-host-submit").single().isEnabled()).isTrue();
    }

    @Test
    void activitiesSayWhatTheyAreWhileThereAreNone() {
        navigate(ActivitiesPage.class);
        assertThat(find(H2.class).withText("No activities yet").exists()).isTrue();
    }

    @Test
    void everyPageHasOneFirstHeadingAndIsTheMainLandmark() {
        for (Class<? extends Component> page :
                List.of(OverviewPage.class, HostsPage.class, ActivitiesPage.class)) {
            Component shown = navigate(page);
            assertThat(find(H1.class).all()).as("%s", page).hasSize(1);
            assertThat(shown.getElement().getAttribute("role")).as("%s", page).isEqualTo("main");
        }
    }

    @Test
    void navigationShowsAnAdministratorEveryPageThatExists() {
        navigate(OverviewPage.class);
        assertThat(find(SideNavItem.class).all())
                .extracting(SideNavItem::getLabel)
                .containsExactly(
                        "Overview", "Containers", "Images", "Hosts", "Tenants", "Activities");
    }
}
