package dev.mullion.tests.browser;

import dev.mullion.tests.portal.PortalProcess;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** Set-up, sign-in and the profile, as the first person goes through them. */
public final class Doorway {

    /** The first administrator's name. */
    public static final String NAME = "ada";

    /** The first administrator's password. */
    public static final String PASSWORD = "seven quiet mullions hold";

    private final Browser browser;

    /** Walks with this browser. */
    public Doorway(Browser browser) {
        this.browser = browser;
    }

    /** Creates the first administrator with the secret that only the portal's machine knows. */
    public void setUp(PortalProcess portal) {
        browser.go("/");
        browser.awaitPath("/setup");
        browser.type("setup-secret", portal.setupSecret());
        browser.type("setup-username", NAME);
        browser.type("setup-password", PASSWORD);
        browser.type("setup-password-again", PASSWORD);
        browser.click("setup-submit");
        browser.awaitPath("/login?ready");
    }

    /** Signs in as the first administrator and waits for the first page. */
    public void signIn() {
        signIn(NAME, PASSWORD);
        browser.awaitPath("/");
    }

    /** Fills in the sign-in form and sends it. */
    public void signIn(String name, String password) {
        if (!browser.path().startsWith("/login")) {
            browser.go("/login");
        }
        browser.find(By.cssSelector("#login-form input[name=username]")).sendKeys(name);
        browser.find(By.cssSelector("#login-form input[name=password]"))
                .sendKeys(password, Keys.ENTER);
    }

    /** Makes an API token on the profile page and reads it the one time it is shown. */
    public String makeToken(String name) {
        browser.go("/profile");
        browser.click("create-token");
        browser.type("token-name", name);
        browser.click("token-submit");
        browser.awaitShown("token-text");
        return browser.text("token-text");
    }
}
