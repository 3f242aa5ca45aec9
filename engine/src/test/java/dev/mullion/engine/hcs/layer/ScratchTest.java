package dev.mullion.engine.hcs.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Digest;
import dev.mullion.engine.runtime.RootFileSystem;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.emulator.Fault;
import dev.mullion.hcs.emulator.file.LayerFiles;
import dev.mullion.hcs.layer.VmComputeLayers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScratchTest {

    private static final ContainerId WEB = ContainerId.of("1".repeat(64));
    private static final ContainerId OTHER = ContainerId.of("2".repeat(64));
    private static final Duration BETWEEN = Duration.ofMillis(100);

    private LayerHost host;
    private List<Digest> chain;

    @BeforeEach
    void open() throws IOException {
        host = new LayerHost();
        chain = host.unpack(ImportTest.base(), WindowsTar.layer().bytes());
    }

    @AfterEach
    void close() throws IOException {
        host.machine.faults().clear();
        host.close();
    }

    private Path scratch(ContainerId id) {
        return host.store().resolve("scratches").resolve(id.hex());
    }

    /** Whether Windows itself says that a scratch is mounted. */
    private boolean mounted(ContainerId id) {
        return !new VmComputeLayers(new NativeCalls(host.client)).mountPath(scratch(id)).isEmpty();
    }

    @Test
    void aScratchStandsOnItsLayersNearestFirst() throws IOException {
        host.layers.prepare(WEB, chain);
        RootFileSystem root = host.layers.mount(WEB);
        assertThat(root.layers())
                .containsExactly(host.layer(chain), host.layer(chain.subList(0, 1)));
        assertThat(root.writable()).isEqualTo(scratch(WEB));
        assertThat(mounted(WEB)).as("naming isn't mounting").isFalse();
        assertThat(host.layers.parents(WEB)).hasSize(2);
        assertThat(Files.readString(scratch(WEB).resolve("sandbox.vhdx")))
                .contains(Long.toString(127L << 30));
    }

    @Test
    void aContainerHasOneScratchAndItNeedsLayers() throws IOException {
        host.layers.prepare(WEB, chain);
        assertThatThrownBy(() -> host.layers.prepare(WEB, chain)).hasMessageContaining("already");
        assertThatThrownBy(() ->
                        host.layers.prepare(OTHER, List.of(chain.getFirst(), chain.getFirst())))
                .hasMessageContaining("pulled again");
        assertThatThrownBy(() -> host.layers.prepare(OTHER, List.of()))
                .hasMessageContaining("at least one layer");
        assertThat(host.contents()).filteredOn(name -> name.startsWith("scratches/")).hasSize(1);
    }

    @Test
    void aScratchIsMountedUntilItsLastUseEnds() throws IOException {
        host.layers.prepare(WEB, chain);
        ScratchMount one = host.layers.mounted(WEB);
        ScratchMount two = host.layers.mounted(WEB);
        assertThat(one.volume()).startsWith("\\\\?\\Volume{").endsWith("}\\");
        assertThat(two.volume()).isEqualTo(one.volume());
        one.close();
        one.close();
        assertThat(mounted(WEB)).isTrue();
        two.close();
        assertThat(mounted(WEB)).isFalse();
        assertThat(scratch(WEB).resolve("mounted")).doesNotExist();
        host.layers.mounted(WEB).close();
    }

    @Test
    void aDiskThatIsntReadyYetIsTriedAgain() throws IOException {
        host.layers.prepare(WEB, chain);
        host.machine.faults().next(Fault.ACTIVATE_NOT_READY, 4);
        host.layers.mounted(WEB).close();
        assertThat(host.pauses).containsExactly(BETWEEN, BETWEEN, BETWEEN, BETWEEN);
        host.machine.faults().next(Fault.ACTIVATE_NOT_READY, 5);
        assertThatThrownBy(() -> host.layers.mounted(WEB)).hasMessageContaining("0x80070015");
        assertThat(mounted(WEB)).isFalse();
        assertThat(host.machine.faults().met(Fault.ACTIVATE_NOT_READY)).isEqualTo(9);
    }

    @Test
    void anotherProductsFilterIsNamedAsTheCause() throws IOException {
        host.layers.prepare(WEB, chain);
        host.machine.faults().next(Fault.PREPARE_INCORRECT_FUNCTION, 1);
        assertThatThrownBy(() -> host.layers.mounted(WEB))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("fltmc");
        assertThat(mounted(WEB)).as("it was detached again").isFalse();
        assertThat(host.pauses).isEmpty();
        host.layers.mounted(WEB).close();
        assertThat(host.machine.faults().met(Fault.PREPARE_INCORRECT_FUNCTION)).isEqualTo(1);
    }

    @Test
    void aScratchWhoseFolderIsHeldIsLetGoOfAndRemoved() throws IOException {
        host.layers.prepare(WEB, chain);
        host.machine.faults().next(Fault.RENAME_ACCESS_DENIED, 1);
        host.layers.remove(WEB);
        assertThat(scratch(WEB)).doesNotExist();
        host.layers.remove(WEB);
        assertThat(host.machine.faults().met(Fault.RENAME_ACCESS_DENIED)).isEqualTo(1);
        assertThat(host.contents()).noneMatch(name -> name.startsWith("scratches/"));
    }

    @Test
    void aScratchThatCannotBeRemovedIsToldOfAndGoesLater() throws IOException {
        host.layers.prepare(WEB, chain);
        host.machine.faults().next(Fault.RENAME_ACCESS_DENIED, 2);
        assertThatThrownBy(() -> host.layers.remove(WEB))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Removing");
        host.layers.remove(WEB);
        assertThat(scratch(WEB)).doesNotExist();
    }

    @Test
    void removingEndsEveryUse() throws IOException {
        host.layers.prepare(WEB, chain);
        ScratchMount use = host.layers.mounted(WEB);
        host.layers.remove(WEB);
        use.close();
        assertThat(host.contents()).noneMatch(name -> name.startsWith("scratches/"));
    }

    @Test
    void whatAContainerWroteIsCounted() throws IOException {
        LayerFiles files = host.container(WEB, chain);
        assertThat(host.layers.writtenBytes(WEB)).isZero();
        try (OutputStream out = files.write("C:\\written.bin", false)) {
            out.write(new byte[100_000]);
        }
        assertThat(host.layers.writtenBytes(WEB)).isBetween(100_000L, 110_000L);
    }

    @Test
    void volumesArentFilledFromImages() {
        assertThatThrownBy(() -> host.layers.copy(Path.of("a"), Path.of("b")))
                .hasMessageContaining("aren't filled");
    }

    @Test
    void afterACrashARunningContainersScratchIsTakenOverAndOthersAreLetGoOf() throws IOException {
        host.layers.prepare(WEB, chain);
        host.layers.prepare(OTHER, chain);
        String volume = host.layers.mounted(WEB).volume();
        assertThat(host.layers.mounted(OTHER).volume()).isNotEqualTo(volume);
        host.crash(Set.of(WEB, OTHER), Set.of(WEB));
        assertThat(mounted(OTHER)).isFalse();
        try (ScratchMount use = host.layers.mounted(WEB)) {
            assertThat(use.volume()).isEqualTo(volume);
        }
        assertThat(mounted(WEB)).isFalse();
        host.layers.mounted(OTHER).close();
    }

    @Test
    void whatIsUsedBeforeTheRecoveryIsTakenOverToo() throws IOException {
        host.layers.prepare(WEB, chain);
        String volume = host.layers.mounted(WEB).volume();
        host.client.kill();
        host.client = host.machine.connect();
        host.layers =
                new WindowsLayers(
                        host.store(),
                        new NativeCalls(host.client),
                        LayerHost.LIMITS,
                        host.pauses::add);
        ScratchMount use = host.layers.mounted(WEB);
        host.layers.recover(Set.of(WEB), Set.of());
        assertThat(use.volume()).isEqualTo(volume);
        assertThat(mounted(WEB)).as("somebody uses it").isTrue();
        use.close();
        assertThat(mounted(WEB)).isFalse();
    }

    @Test
    void afterARestartOfTheMachineEverythingCanBeMountedAgain() throws IOException {
        host.layers.prepare(WEB, chain);
        host.layers.mounted(WEB);
        host.machine.reboot();
        host.restart(Set.of(WEB), Set.of());
        host.layers.mounted(WEB).close();
    }

    @Test
    void scratchesOfNobodyAreSweptAtTheStart() throws IOException {
        host.layers.prepare(WEB, chain);
        host.layers.prepare(OTHER, chain);
        host.layers.mounted(OTHER);
        Files.createDirectory(scratch(ContainerId.of("3".repeat(64))));
        Files.createDirectory(host.store().resolve("scratches/anything-removing"));
        Files.createDirectory(host.store().resolve("layers/half"));
        Files.createDirectories(host.store().resolve("tmp/hcs1/Files"));
        host.crash(Set.of(WEB), Set.of());
        assertThat(host.contents())
                .containsExactlyInAnyOrder(
                        "layers/" + host.layer(chain).getFileName(),
                        "layers/" + host.layer(chain.subList(0, 1)).getFileName(),
                        "scratches/" + WEB.hex());
    }
}
