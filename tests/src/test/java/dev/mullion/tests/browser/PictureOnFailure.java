package dev.mullion.tests.browser;

import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Keeps a picture of what the browser showed when a test failed. */
public final class PictureOnFailure implements AfterTestExecutionCallback {

    private final Supplier<Browser> browser;

    /**
     * Watches a browser.
     *
     * @param browser gives the browser of the running test
     */
    public PictureOnFailure(Supplier<Browser> browser) {
        this.browser = browser;
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            String name =
                    context.getRequiredTestClass().getSimpleName()
                            + "-"
                            + context.getRequiredTestMethod().getName();
            browser.get().screenshot("failed-" + name);
        }
    }
}
