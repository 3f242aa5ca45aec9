package dev.mullion.hcs.emulator.layer;

import static dev.mullion.hcs.emulator.layer.LayerFixture.inside;
import static dev.mullion.hcs.emulator.layer.LayerFixture.names;
import static dev.mullion.hcs.emulator.layer.LayerFixture.read;
import static dev.mullion.hcs.emulator.layer.LayerFixture.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.hcs.AccessDeniedException;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.emulator.Client;
import dev.mullion.hcs.emulator.Fault;
import dev.mullion.hcs.emulator.file.LayerFiles;
import dev.mullion.hcs.layer.BackupFile;
import dev.mullion.hcs.layer.BackupRoot;
import dev.mullion.hcs.layer.BackupRoot.Access;
import dev.mullion.hcs.layer.Layers;
import dev.mullion.hcs.layer.VirtualDisks;
import dev.mullion.hcs.layer.VmComputeLayers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scratches: made, mounted, seen from inside, unmounted, and every no on the way. */
class MountTest {

    @TempDir private Path folder;
    private LayerFixture machine;
    private Layers layers;
    private Path base;

    @BeforeEach
    void open() {
        machine = new LayerFixture(folder);
        layers = machine.layers;
        base = machine.base("base");
    }

    @AfterEach
    void nothingIsLeftOut() {
        machine.close();
    }

    private static void refuses(
            String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(HcsException.class).hasMessageContaining(code);
    }

    @Test
    void aContainerSeesItsOwnFilesAboveThoseOfTheImage() throws IOException {
        Path scratch = machine.mounted("scratch", base);
        LayerFiles inside = inside(scratch, base);
        assertThat(names(inside, "C:\\")).containsExactly("old", "Windows");
        assertThat(read(inside, "c:/windows/WIN.INI")).isEqualTo("[fonts]");
        write(inside, "C:\\old\\c.txt", "new");
        write(inside, "C:\\old\\a.txt", "changed");
        inside.delete("C:\\old\\b.txt");
        inside.makeDirectory("C:\\app");
        assertThat(names(inside, "C:\\old")).containsExactly("a.txt", "c.txt");
        assertThat(read(inside, "C:\\old\\a.txt")).isEqualTo("changed");
        assertThat(inside.find("C:\\old\\b.txt")).isEmpty();
        assertThat(names(inside, "C:\\")).containsExactly("app", "old", "Windows");
        assertThat(read(inside(machine.newFolder("other"), base), "C:\\old\\a.txt")).isEqualTo("a");
    }

    @Test
    void aMountedScratchIsReadThroughItsVolume() throws IOException {
        Path scratch = machine.mounted("scratch", base);
        String volume = layers.mountPath(scratch);
        assertThat(volume).matches("\\\\\\\\\\?\\\\Volume\\{[0-9a-f-]{36}}\\\\");
        write(inside(scratch, base), "C:\\hello.txt", "hello");
        try (BackupRoot root = machine.files.openVolume(volume);
                BackupFile file = root.open("hello.txt", Access.READ);
                InputStream in = file.read()) {
            assertThat(in.readAllBytes()).asString().isEqualTo("hello");
            assertThat(root.list("").stream().map(BackupRoot.Entry::name))
                    .containsExactly("hello.txt", "old", "Windows");
        }
        assertThat(machine.host.layers().mounted(volume))
                .contains(new EmulatedLayers.Mounted(scratch, List.of(base)));
        layers.unprepare(scratch);
        assertThat(machine.host.layers().mounted(volume)).isEmpty();
        assertThatThrownBy(() -> machine.files.openVolume(volume))
                .hasMessageContaining("0x80070003");
        layers.deactivate(scratch);
        assertThat(layers.mountPath(scratch)).isEmpty();
    }

    @Test
    void theVolumeStaysTheSameOverMountsAndProcesses() {
        Path scratch = machine.mounted("scratch", base);
        String volume = layers.mountPath(scratch);
        machine.client.kill();
        try (Client other = machine.host.connect()) {
            var others = new VmComputeLayers(new NativeCalls(other));
            assertThat(others.mountPath(scratch)).isEqualTo(volume);
            others.unprepare(scratch);
            others.deactivate(scratch);
            others.activate(scratch);
            assertThat(others.mountPath(scratch)).isEqualTo(volume);
            others.deactivate(scratch);
        }
    }

    @Test
    void manyScratchesOfOneImageAreMountedAtOnceAndEachKeepsItsOwn() throws Exception {
        List<Path> scratches = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String name = "scratch" + i;
            threads.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                Path scratch = machine.mounted(name, base);
                                try {
                                    write(inside(scratch, base), "C:\\old\\a.txt", name);
                                    scratches.add(scratch);
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(scratches).hasSize(8);
        for (Path scratch : scratches) {
            assertThat(read(inside(scratch, base), "C:\\old\\a.txt"))
                    .isEqualTo(scratch.getFileName().toString());
        }
        assertThat(scratches.stream().map(layers::mountPath)).doesNotHaveDuplicates();
    }

    @Test
    void preparingWithoutActivatingIsNotReady() {
        Path scratch = machine.newFolder("scratch");
        layers.createScratch(scratch, machine.chain(base));
        refuses("0x80070015", () -> layers.prepare(scratch, machine.chain(base)));
        refuses("0x80070015", () -> layers.deactivate(scratch));
    }

    @Test
    void activatingOrPreparingTwiceFindsTheDiskInUse() {
        Path scratch = machine.mounted("scratch", base);
        refuses("0x80070020", () -> layers.activate(scratch));
        refuses("0x80070020", () -> layers.prepare(scratch, machine.chain(base)));
    }

    @Test
    void unpreparingWhatIsNotPreparedSucceeds() {
        Path scratch = machine.newFolder("scratch");
        layers.createScratch(scratch, machine.chain(base));
        layers.unprepare(scratch);
        layers.activate(scratch);
        layers.unprepare(scratch);
        layers.deactivate(scratch);
    }

    @Test
    void aScratchNeedsAFinishedBaseAndComesOnce() {
        Path unfinished = machine.unfinishedBase("unfinished");
        Path scratch = machine.newFolder("scratch");
        refuses("0xC0370112", () -> layers.createScratch(scratch, machine.chain(unfinished)));
        refuses("0x80070057", () -> layers.createScratch(scratch, List.of()));
        refuses(
                "0x80070003",
                () -> layers.createScratch(folder.resolve("no"), machine.chain(base)));
        layers.createScratch(scratch, machine.chain(base));
        refuses("0x800700B7", () -> layers.createScratch(scratch, machine.chain(base)));
        refuses("0x80070003", () -> layers.activate(folder.resolve("no")));
    }

    @Test
    void theIdOfAParentHasToBeThatOfItsFolder() {
        Path scratch = machine.newFolder("scratch");
        var wrong = new Layers.Parent(new UUID(1, 2), base);
        refuses("0x80070057", () -> layers.createScratch(scratch, List.of(wrong)));
        assertThat(layers.id("base")).isEqualTo(layers.id("base")).isNotEqualTo(layers.id("Base"));
        assertThat(layers.id("base").version()).isEqualTo(5);
        assertThat(layers.id("base").variant()).isEqualTo(2);
    }

    @Test
    void aScratchGrowsButNeverShrinks() throws IOException {
        Path scratch = machine.newFolder("scratch");
        layers.createScratch(scratch, machine.chain(base));
        layers.expandScratch(scratch, 127L << 30);
        assertThat(scratch.resolve("sandbox.vhdx")).content().contains("size=" + (127L << 30));
        refuses("0x80070057", () -> layers.expandScratch(scratch, 20L << 30));
        refuses("0x80070002", () -> layers.expandScratch(base, 127L << 30));
    }

    @Test
    void aDiskThatIsNotThereYetComesWithPatience() {
        Path scratch = machine.newFolder("scratch");
        layers.createScratch(scratch, machine.chain(base));
        machine.host.faults().next(Fault.ACTIVATE_NOT_READY, 2);
        refuses("0x80070015", () -> layers.activate(scratch));
        refuses("0x80070015", () -> layers.activate(scratch));
        layers.activate(scratch);
        layers.deactivate(scratch);
        assertThat(machine.host.faults().met(Fault.ACTIVATE_NOT_READY)).isEqualTo(2);
    }

    @Test
    void anotherFilterInTheWayIsAnIncorrectFunction() {
        Path scratch = machine.newFolder("scratch");
        layers.createScratch(scratch, machine.chain(base));
        layers.activate(scratch);
        machine.host.faults().set(Fault.PREPARE_INCORRECT_FUNCTION);
        refuses("0x80070001", () -> layers.prepare(scratch, machine.chain(base)));
        machine.host.faults().clear();
        layers.prepare(scratch, machine.chain(base));
    }

    @Test
    void whatIsAttachedOrBeneathAMountIsNotDestroyed() {
        Path scratch = machine.mounted("scratch", base);
        assertThatThrownBy(() -> layers.destroy(scratch)).isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> layers.destroy(base)).isInstanceOf(AccessDeniedException.class);
        layers.unprepare(scratch);
        layers.deactivate(scratch);
        layers.destroy(scratch);
        layers.destroy(base);
        assertThat(scratch).doesNotExist();
        assertThat(base).doesNotExist();
        refuses("0x80070003", () -> layers.destroy(base));
        assertThat(layers.exists(base)).isFalse();
    }

    @Test
    void aFileThatIsOpenKeepsItsLayer() throws IOException {
        try (BackupRoot root = machine.files.open(base);
                BackupFile open = root.open("Files\\Windows\\win.ini", Access.READ)) {
            refuses("0x80070020", () -> layers.destroy(base));
            assertThat(open.facts().size()).isEqualTo(7);
        }
        layers.destroy(base);
    }

    @Test
    void aDiskThatWasLeftAttachedIsDetachedAndItsFolderRenamed() throws IOException {
        Path scratch = machine.mounted("scratch", base);
        Path removing = folder.resolve("scratch-removing");
        assertThatThrownBy(() -> machine.files.rename(scratch, removing))
                .isInstanceOf(AccessDeniedException.class);
        var disks = new VirtualDisks(machine.calls);
        assertThat(disks.detach(scratch.resolve("sandbox.vhdx"))).isTrue();
        assertThat(disks.detach(scratch.resolve("sandbox.vhdx"))).isFalse();
        assertThat(disks.detach(scratch.resolve("no.vhdx"))).isFalse();
        machine.files.rename(scratch, removing);
        layers.destroy(removing);
        assertThat(Files.exists(scratch)).isFalse();
    }

    @Test
    void whatARunningSystemUsesIsNotUnmounted() {
        Path scratch = machine.mounted("scratch", base);
        EmulatedLayers driver = machine.host.layers();
        driver.take(scratch, false);
        refuses("0x80070020", () -> layers.unprepare(scratch));
        refuses("0x80070020", () -> layers.deactivate(scratch));
        refuses(
                "0x80070020",
                () -> new VirtualDisks(machine.calls).detach(scratch.resolve("sandbox.vhdx")));
        driver.giveBack(scratch);
        layers.unprepare(scratch);
        layers.deactivate(scratch);
    }

    @Test
    void theHostCantMountWhatAUtilityVmOwns() {
        Path scratch = machine.newFolder("scratch");
        layers.createScratch(scratch, machine.chain(base));
        EmulatedLayers driver = machine.host.layers();
        driver.take(scratch, true);
        refuses("0x80070020", () -> layers.activate(scratch));
        driver.giveBack(scratch);
        layers.activate(scratch);
        assertThatThrownBy(() -> driver.take(scratch, true))
                .isInstanceOf(dev.mullion.hcs.emulator.Refusal.class);
        layers.deactivate(scratch);
    }

    @Test
    void aRebootDetachesEverythingAndKeepsWhatIsOnDisk() throws IOException {
        Path scratch = machine.mounted("scratch", base);
        write(inside(scratch, base), "C:\\kept.txt", "kept");
        machine.host.reboot();
        try (Client other = machine.host.connect()) {
            var others = new VmComputeLayers(new NativeCalls(other));
            assertThat(others.mountPath(scratch)).isEmpty();
            others.activate(scratch);
            others.prepare(scratch, chain(others));
            others.unprepare(scratch);
            others.deactivate(scratch);
        }
        assertThat(read(inside(scratch, base), "C:\\kept.txt")).isEqualTo("kept");
    }

    private List<Layers.Parent> chain(Layers others) {
        return List.of(new Layers.Parent(others.id("base"), base));
    }
}
