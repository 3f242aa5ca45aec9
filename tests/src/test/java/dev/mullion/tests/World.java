package dev.mullion.tests;

import dev.mullion.docker.testing.TestRegistry;
import dev.mullion.engine.testing.TestMullionEngine;
import dev.mullion.tests.browser.Browser;
import dev.mullion.tests.browser.Doorway;
import dev.mullion.tests.portal.PortalApi;
import dev.mullion.tests.portal.PortalProcess;

/**
 * Everything a story needs: Mullion's own engine with a real registry beside it, a portal that
 * adopted that engine as its local host, the first administrator, and a token of theirs.
 *
 * @param engine with the image {@code busybox:1}
 * @param registry in the engine's network
 * @param portal set up
 * @param api speaks with the administrator's token
 */
public record World(
        TestMullionEngine engine, TestRegistry registry, PortalProcess portal, PortalApi api)
        implements AutoCloseable {

    /** Starts all of it; set-up goes through the browser, as for everybody. */
    public static World start() {
        TestMullionEngine engine = TestMullionEngine.start();
        try {
            engine.importBusybox("busybox:1");
            TestRegistry registry = TestRegistry.start(engine);
            PortalProcess portal = PortalProcess.start("mullion.local-host=" + engine.address());
            try {
                return new World(engine, registry, portal, setUp(portal));
            } catch (RuntimeException | AssertionError e) {
                portal.close();
                throw e;
            }
        } catch (RuntimeException | AssertionError e) {
            engine.close();
            throw e;
        }
    }

    private static PortalApi setUp(PortalProcess portal) {
        try (Browser browser = Browser.open(portal.address())) {
            Doorway doorway = new Doorway(browser);
            doorway.setUp(portal);
            doorway.signIn();
            return PortalApi.withToken(portal.address(), doorway.makeToken("tests"));
        }
    }

    @Override
    public void close() {
        portal.close();
        registry.close();
        engine.close();
    }
}
