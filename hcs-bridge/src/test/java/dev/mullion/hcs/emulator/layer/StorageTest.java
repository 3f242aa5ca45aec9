package dev.mullion.hcs.emulator.layer;

import static dev.mullion.hcs.binding.ComputeStorageFunction.*;
import static dev.mullion.hcs.binding.WindowsFunction.CLOSE_HANDLE;
import static dev.mullion.hcs.binding.WindowsFunction.OPEN_VIRTUAL_DISK;
import static dev.mullion.hcs.emulator.layer.LayerFixture.inside;
import static dev.mullion.hcs.emulator.layer.LayerFixture.names;
import static dev.mullion.hcs.emulator.layer.LayerFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
import dev.mullion.hcs.binding.NativeFunction;
import dev.mullion.hcs.binding.Out;
import dev.mullion.hcs.binding.VmComputeFunction;
import dev.mullion.hcs.emulator.file.Streams;
import dev.mullion.hcs.layer.Layers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second generation's functions do the same with the same layers. */
class StorageTest {

    @TempDir private Path folder;
    private LayerFixture machine;
    private Path base;

    @BeforeEach
    void open() {
        machine = new LayerFixture(folder);
        base = machine.base("base");
    }

    @AfterEach
    void nothingIsLeftOut() {
        machine.close();
    }

    private int call(NativeFunction function, @Nullable Object... arguments) {
        return machine.calls.code(function, arguments);
    }

    private static String data(List<Layers.Parent> parents) {
        StringBuilder layers = new StringBuilder();
        for (Layers.Parent parent : parents) {
            layers.append(layers.isEmpty() ? "" : ",")
                    .append(
                            "{\"Id\":\"%s\",\"Path\":\"%s\"}"
                                    .formatted(parent.id(), parent.path()));
        }
        return "{\"SchemaVersion\":{\"Major\":2,\"Minor\":1},\"Layers\":[" + layers + "]}";
    }

    private long disk(Path file) {
        var handle = new Out.Handle();
        try (Memory type = new Memory(20)) {
            type.clear();
            assertThat(call(OPEN_VIRTUAL_DISK, type, file.toString(), 0, 0, null, handle)).isZero();
        }
        return handle.value();
    }

    @Test
    void aLayerIsImportedMountedExportedAndDestroyed() throws IOException {
        Path source = machine.newFolder("import");
        machine.brought(source, "new.txt", 0x20, new Streams().data("new"));
        Path layer = machine.newFolder("layer");
        String below = data(machine.chain(base));
        assertThat(call(HCS_IMPORT_LAYER, layer.toString(), source.toString(), below)).isZero();
        String both = data(machine.chain(layer, base));
        Path scratch = machine.newFolder("scratch");
        assertThat(call(HCS_INITIALIZE_WRITABLE_LAYER, scratch.toString(), both, "")).isZero();
        machine.layers.activate(scratch);
        long disk = disk(scratch.resolve("sandbox.vhdx"));
        var mount = new Out.Text();
        assertThat(call(HCS_GET_LAYER_VHD_MOUNT_PATH, disk, mount)).isZero();
        assertThat(mount.value()).isEqualTo(machine.layers.mountPath(scratch));
        assertThat(call(HCS_FORMAT_WRITABLE_LAYER_VHD, disk)).isZero();
        assertThat(call(CLOSE_HANDLE, disk)).isNotZero();
        assertThat(call(HCS_ATTACH_LAYER_STORAGE_FILTER, mount.value(), both)).isZero();
        assertThat(names(inside(scratch, layer, base), "C:\\"))
                .containsExactly("new.txt", "old", "Windows");
        write(inside(scratch, layer, base), "C:\\more.txt", "more");
        assertThat(call(HCS_DETACH_LAYER_STORAGE_FILTER, mount.value())).isZero();
        Path target = machine.newFolder("export");
        assertThat(
                        call(
                                HCS_EXPORT_LAYER,
                                scratch.toString(),
                                target.toString(),
                                both,
                                "{\"IsWritableLayer\":true}"))
                .isZero();
        assertThat(target.resolve("Files/more.txt")).exists();
        assertThat(target.resolve("Files/new.txt")).doesNotExist();
        assertThat(call(HCS_DESTROY_LAYER, scratch.toString())).isEqualTo(0x80070005);
        machine.layers.deactivate(scratch);
        assertThat(call(HCS_DESTROY_LAYER, scratch.toString())).isZero();
    }

    @Test
    void aBaseIsSetUpForContainersOnceAndForVirtualMachinesWithADisk() throws IOException {
        Path other = machine.unfinishedBase("other");
        assertThat(call(HCS_SETUP_BASE_OS_LAYER, other.toString(), 0L, "{\"Type\":\"Container\"}"))
                .isZero();
        assertThat(other.resolve("Hives/System_Base")).exists();
        assertThat(other.resolve("blank.vhdx")).doesNotExist();
        assertThat(call(HCS_SETUP_BASE_OS_LAYER, other.toString(), 0L, "{\"Type\":\"Container\"}"))
                .isEqualTo(0x800700B7);
        Path vm = other.resolve("UtilityVM");
        assertThat(call(HCS_SETUP_BASE_OS_LAYER, vm.toString(), 0L, "{\"Type\":\"Vm\"}"))
                .isEqualTo(0x80070006);
        long disk = disk(base.resolve("blank.vhdx"));
        assertThat(call(HCS_SETUP_BASE_OS_LAYER, vm.toString(), disk, "{\"Type\":\"Vm\"}"))
                .isZero();
        call(CLOSE_HANDLE, disk);
        assertThat(call(HCS_SETUP_BASE_OS_LAYER, vm.toString(), 0L, "{\"Type\":\"Wish\"}"))
                .isEqualTo(0x8037010D);
        assertThat(Files.exists(vm.resolve("SystemTemplate.vhdx"))).isTrue();
    }

    @Test
    void documentsThatAreNoneAreRefused() {
        String layer = machine.newFolder("layer").toString();
        assertThat(call(HCS_IMPORT_LAYER, layer, layer, "{")).isEqualTo(0x8037010D);
        assertThat(call(HCS_IMPORT_LAYER, layer, layer, "{\"Layers\":[{\"Id\":\"x\"}]}"))
                .isEqualTo(0x8037010D);
        assertThat(call(HCS_ATTACH_LAYER_STORAGE_FILTER, "\\\\?\\Volume{none}\\", "{}"))
                .isEqualTo(0x80070003);
    }

    @Test
    void accessIsGrantedOnlyToWhatIsThere() {
        String vm = "1c9b2f3a-0000-4000-8000-000000000001";
        assertThat(
                        call(
                                VmComputeFunction.GRANT_VM_ACCESS,
                                vm,
                                base.resolve("blank.vhdx").toString()))
                .isZero();
        assertThat(call(VmComputeFunction.GRANT_VM_ACCESS, vm, base.resolve("none").toString()))
                .isEqualTo(0x80070002);
    }

    @Test
    void aCallThatHangsTakesItsTimeAndIsCounted() {
        machine.host.faults().hang("NameToGuid", Duration.ofMillis(5));
        assertThat(machine.layers.id("base")).isNotNull();
        assertThat(machine.host.faults().hung("NameToGuid")).isEqualTo(1);
    }
}
