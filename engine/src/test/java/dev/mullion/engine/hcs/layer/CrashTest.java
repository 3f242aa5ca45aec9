package dev.mullion.engine.hcs.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Digest;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.emulator.file.LayerFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An engine is killed while it unpacks layers and makes scratches, at every step of it. */
class CrashTest {

    private static final ContainerId WEB = ContainerId.of("1".repeat(64));

    /** Beside the first and the last call of each function, every so many-th call is a step. */
    private static final int STRIDE = 20;

    private static final byte[] BASE = ImportTest.base();
    private static final byte[] UPPER =
            WindowsTar.layer()
                    .folder("Files/Windows")
                    .file("Files/Windows/a.txt", "a of the upper")
                    .hardLink("Files/Windows/b2.txt", "Files/Windows/b.txt")
                    .removal("Files/Windows/b.txt")
                    .junction("Files/there", "C:\\Windows")
                    .folder("Hives")
                    .file("Hives/System_Delta", "delta")
                    .folder("UtilityVM")
                    .folder("UtilityVM/Files")
                    .file("UtilityVM/Files/kernel", "newer kernel")
                    .bytes();
    private static final List<Digest> CHAIN =
            List.of(WindowsTar.digest(BASE), WindowsTar.digest(UPPER));

    private LayerHost host;

    @BeforeEach
    void open() throws IOException {
        host = new LayerHost();
    }

    @AfterEach
    void close() throws IOException {
        host.close();
    }

    /** All that is killed in between. */
    private static void work(WindowsLayers layers) throws IOException {
        layers.unpack(CHAIN.subList(0, 1), new ByteArrayInputStream(BASE));
        layers.unpack(CHAIN, new ByteArrayInputStream(UPPER));
        layers.prepare(WEB, CHAIN);
        layers.mounted(WEB).close();
        layers.remove(WEB);
        layers.retain(List.of());
    }

    @Test
    void whereverAnEngineIsKilledTheNextOneFindsWholeLayersOrNothing() throws Exception {
        List<String> calls = callsOfAll();
        for (int deadly : steps(calls)) {
            String step = "killed at call " + deadly + ", " + calls.get(deadly);
            die(deadly);
            host.restart(Set.of(), Set.of());
            requireWhole(step);
            host.unpack(BASE, UPPER);
            LayerFiles files = host.container(WEB, CHAIN);
            assertThat(LayerHost.text(files, "C:\\there\\a.txt"))
                    .as(step)
                    .isEqualTo("a of the upper");
            assertThat(files.find("C:\\Windows\\b.txt")).as(step).isEmpty();
            host.layers.mounted(WEB).close();
            host.layers.remove(WEB);
            host.layers.retain(List.of());
            assertThat(host.contents()).as(step).isEmpty();
        }
    }

    private List<String> callsOfAll() throws IOException {
        DyingProcess process = new DyingProcess(host.client, -1);
        WindowsLayers layers = opened(process);
        work(layers);
        return process.calls();
    }

    private WindowsLayers opened(DyingProcess process) throws IOException {
        return new WindowsLayers(
                host.store(), new NativeCalls(process), LayerHost.LIMITS, host.pauses::add);
    }

    private static Set<Integer> steps(List<String> calls) {
        Set<Integer> steps = new TreeSet<>();
        for (int i = 0; i < calls.size(); i++) {
            String call = calls.get(i);
            if (calls.indexOf(call) == i || calls.lastIndexOf(call) == i || i % STRIDE == 0) {
                steps.add(i);
            }
        }
        return steps;
    }

    private void die(int deadly) throws InterruptedException {
        host.client.close();
        host.client = host.machine.connect();
        DyingProcess process = new DyingProcess(host.client, deadly);
        Thread.ofPlatform()
                .daemon()
                .name("engine-killed-at-" + deadly)
                .start(() -> {
                    try {
                        work(opened(process));
                    } catch (IOException e) {
                        throw new AssertionError("It ended before it was killed", e);
                    }
                });
        assertThat(process.dead().await(30, TimeUnit.SECONDS)).as("killed at %d", deadly).isTrue();
    }

    private void requireWhole(String step) throws IOException {
        assertThat(host.contents())
                .as(step)
                .noneMatch(name -> name.startsWith("tmp/") || name.startsWith("scratches/"))
                .noneMatch(name -> name.endsWith("-removing"));
        long whole = List.of(CHAIN.subList(0, 1), CHAIN).stream().filter(host.layers::has).count();
        assertThat(host.contents()).as(step).hasSize((int) whole);
    }
}
