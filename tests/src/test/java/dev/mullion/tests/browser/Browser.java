package dev.mullion.tests.browser;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.TimeoutException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * A Chromium of its own, without any network but 127.0.0.1. Everything it looks for is waited for;
 * elements are found by the ids that the pages give their controls.
 */
public final class Browser implements AutoCloseable {

    /** Where pictures of pages are left. */
    public static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /**
     * Held, so that it stays quiet: each new Chromium is newer than Selenium's own list of them.
     */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private final URI portal;
    private final Path profile;
    private final ChromeDriver driver;

    private Browser(URI portal, Path profile, ChromeDriver driver) {
        this.portal = portal;
        this.profile = profile;
        this.driver = driver;
    }

    /** Opens a browser in which nobody is signed in. */
    public static Browser open(URI portal) {
        try {
            SELENIUM.setLevel(Level.SEVERE);
            Path profile = Files.createTempDirectory("mullion-browser-");
            ChromeDriverService service =
                    new ChromeDriverService.Builder()
                            .usingDriverExecutable(program("chromedriver", "chromium-driver"))
                            .usingAnyFreePort()
                            .build();
            return new Browser(portal, profile, new ChromeDriver(service, options(profile)));
        } catch (IOException e) {
            throw new UncheckedIOException("Could not make the browser's profile", e);
        }
    }

    private static ChromeOptions options(Path profile) {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(program("chromium", "chromium"));
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        options.addArguments(
                "--headless=new",
                "--no-sandbox", // the tests run as root
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--no-default-browser-check",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-default-apps",
                "--disable-extensions",
                "--metrics-recording-only",
                "--disable-features=OptimizationHints,MediaRouter,Translate,PasswordLeakDetection",
                "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
                "--window-size=1440,900",
                "--user-data-dir=" + profile);
        return options;
    }

    private static File program(String name, String debianPackage) {
        File program = new File("/usr/bin", name);
        if (!program.canExecute()) {
            throw new IllegalStateException(
                    "This test needs %s, which this machine lacks: apt-get install -y %s"
                            .formatted(program, debianPackage));
        }
        return program;
    }

    /** Goes to a path of the portal, for example {@code /containers}. */
    public void go(String path) {
        driver.get(portal.resolve(path).toString());
    }

    /** The path at which the browser is now, with what follows it. */
    public String path() {
        URI now = URI.create(driver.getCurrentUrl());
        return now.getRawPath() + (now.getRawQuery() == null ? "" : "?" + now.getRawQuery());
    }

    /** Waits until the browser is at a path. */
    public void awaitPath(String path) {
        await("the address to become " + path, () -> path().equals(path));
    }

    /** Clicks the control with this id, once it is there and enabled. */
    public void click(String id) {
        act(
                "to click #" + id,
                By.id(id),
                element -> {
                    if (element.getDomAttribute("disabled") != null) {
                        return false;
                    }
                    element.click();
                    return true;
                });
    }

    /** Clicks the first thing that carries exactly this text, below the element with this id. */
    public void clickText(String id, String text) {
        By place = By.xpath("//*[@id='%s']//*[normalize-space(text())='%s']".formatted(id, text));
        act(
                "to click '%s' in #%s".formatted(text, id),
                place,
                element -> {
                    element.click();
                    return true;
                });
    }

    /**
     * Replaces the text of the field with this id and leaves the field, as a person does by Tab.
     */
    public void type(String id, String text) {
        By input = By.cssSelector("#%1$s input, #%1$s textarea".formatted(id));
        act(
                "to type into #" + id,
                input,
                element -> {
                    element.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.BACK_SPACE);
                    element.sendKeys(text, Keys.TAB);
                    return true;
                });
    }

    /** Whether something with this id is shown now; doesn't wait. */
    public boolean shows(String id) {
        return driver.findElements(By.id(id)).stream().anyMatch(WebElement::isDisplayed);
    }

    /** Waits until something with this id is shown. */
    public void awaitShown(String id) {
        await("#" + id, () -> shows(id));
    }

    /** Waits until nothing with this id is shown. */
    public void awaitGone(String id) {
        await("#" + id + " to go", () -> !shows(id));
    }

    /** Waits until the page's visible text contains this. */
    public void awaitText(String text) {
        await("the text '" + text + "'", () -> visibleText().contains(text));
    }

    /** Waits until the page's visible text no longer contains this. */
    public void awaitNoText(String text) {
        await("the text '" + text + "' to go", () -> !visibleText().contains(text));
    }

    /** The text of the element with this id, as rendered. */
    public String text(String id) {
        return find(By.id(id)).getText();
    }

    /** All text a person can see, also that inside of components. */
    public String visibleText() {
        return String.valueOf(
                driver.executeScript(
                        """
                        function texts(node) {
                          if (node.nodeType === Node.TEXT_NODE) return [node.data];
                          if (node.nodeType === Node.ELEMENT_NODE) {
                            if (['STYLE', 'SCRIPT', 'TEMPLATE'].includes(node.tagName)) return [];
                            if (node.tagName === 'SLOT') {
                              const given = node.assignedNodes();
                              if (given.length) return given.flatMap(texts);
                            }
                            const style = getComputedStyle(node);
                            if (style.display === 'none' || style.visibility === 'hidden') return [];
                            if (node.tagName === 'INPUT' || node.tagName === 'TEXTAREA') {
                              return node.type === 'password' ? [] : [node.value];
                            }
                          }
                          return [...(node.shadowRoot || node).childNodes].flatMap(texts);
                        }
                        return texts(document.body).map(t => t.trim()).filter(t => t).join('\\n');
                        """));
    }

    /** Runs a script of the page and gives its result. */
    public Object script(String script, Object... arguments) {
        Object result = driver.executeScript(script, arguments);
        return result == null ? "" : result;
    }

    /** Waits for an element. */
    public WebElement find(By place) {
        await(place.toString(), () -> !driver.findElements(place).isEmpty());
        return driver.findElement(place);
    }

    /** Waits until a condition holds; when it never does, says what the page shows instead. */
    public void await(String what, BooleanSupplier condition) {
        WebDriverWait wait = new WebDriverWait(driver, PATIENCE, Duration.ofMillis(50));
        wait.ignoring(StaleElementReferenceException.class);
        wait.withMessage(() ->
                "Waited for %s; %s says:%n%s"
                        .formatted(what, driver.getCurrentUrl(), visibleText()));
        wait.until(any -> condition.getAsBoolean());
    }

    private void act(String what, By place, Predicate<WebElement> action) {
        StringBuilder lastRefusal = new StringBuilder();
        try {
            await(what, () -> doOnFirstShown(place, action, lastRefusal));
        } catch (TimeoutException e) {
            e.addInfo("last refusal", lastRefusal.toString());
            throw e;
        }
    }

    private boolean doOnFirstShown(
            By place, Predicate<WebElement> action, StringBuilder lastRefusal) {
        for (WebElement element : driver.findElements(place)) {
            try {
                if (element.isDisplayed()) {
                    script("arguments[0].scrollIntoView({block: 'nearest'})", element);
                    return action.test(element);
                }
            } catch (ElementNotInteractableException e) {
                // still moving, or covered by what is about to go
                lastRefusal.replace(0, lastRefusal.length(), String.valueOf(e.getRawMessage()));
            }
        }
        return false;
    }

    /** Makes the window's inside this wide, in CSS pixels. */
    public void width(int pixels) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", pixels, "height", 900, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Gives the window back its own width. */
    public void ownWidth() {
        driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        driver.manage().window().setSize(new Dimension(1440, 900));
    }

    /** What the system is said to prefer: {@code light} or {@code dark}. */
    public void colourScheme(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** Errors in the page's console since the last time this was asked. */
    public List<String> consoleErrors() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().equals(Level.SEVERE))
                .map(LogEntry::getMessage)
                .toList();
    }

    /**
     * Waits until what was changed has been drawn and the page waits for no answer of the portal.
     */
    private void settle() {
        driver.executeAsyncScript(
                """
                const done = arguments[arguments.length - 1];
                const until = performance.now() + 3000;
                let calm = 0;
                function look() {
                  const clients = Object.values((window.Vaadin?.Flow?.clients) || {});
                  calm = clients.some(each => each.isActive && each.isActive()) ? 0 : calm + 1;
                  calm > 20 || performance.now() > until ? done() : requestAnimationFrame(look);
                }
                look();
                """);
    }

    /** Leaves a picture, {@code target/screenshots/<name>.png}. */
    public Path screenshot(String name) {
        settle();
        try {
            Files.createDirectories(SCREENSHOTS);
            Path picture = SCREENSHOTS.resolve(name + ".png");
            Path taken = driver.getScreenshotAs(OutputType.FILE).toPath();
            return Files.move(taken, picture, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not keep the picture " + name, e);
        }
    }

    @Override
    public void close() {
        try {
            driver.quit();
        } catch (WebDriverException e) {
            throw new IllegalStateException("Chromium did not end in order", e);
        }
        try (Stream<Path> tree = Files.walk(profile)) {
            for (Path entry : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(entry);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not remove " + profile, e);
        }
    }
}
