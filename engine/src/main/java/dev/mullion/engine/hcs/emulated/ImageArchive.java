package dev.mullion.engine.hcs.emulated;

import dev.mullion.engine.archive.TarEntry;
import dev.mullion.engine.archive.TarEntry.Kind;
import dev.mullion.engine.archive.TarEntry.Time;
import dev.mullion.engine.archive.TarWriter;
import dev.mullion.engine.hcs.emulated.EmulatedImages.Build;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One image.
 *
 * @param name its whole name
 * @param family how much it has
 * @param build the Windows it is of
 */
record ImageArchive(String name, Family family, Build build) {

    private static final List<String> PROGRAMS =
            List.of(
                    "cmd.exe",
                    "hostname.exe",
                    "ipconfig.exe",
                    "kernel32.dll",
                    "ping.exe",
                    "where.exe",
                    "whoami.exe",
                    "xcopy.exe");
    private static final List<String> HIVES =
            List.of("DEFAULT", "SAM", "SECURITY", "SOFTWARE", "SYSTEM");

    /** Writes it as {@code docker save} does. */
    void write(OutputStream out) throws IOException {
        List<byte[]> layers = new ArrayList<>(List.of(base()));
        if (family.full()) {
            layers.add(update());
        }
        List<String> names = layers.stream().map(layer -> hex(layer) + "/layer.tar").toList();
        byte[] config = config(layers).getBytes(StandardCharsets.UTF_8);
        String configName = hex(config) + ".json";
        TarWriter tar = new TarWriter(out);
        for (int i = 0; i < layers.size(); i++) {
            file(tar, names.get(i), layers.get(i));
        }
        file(tar, configName, config);
        String list =
                "[{\"Config\":\"%s\",\"RepoTags\":[\"%s\"],\"Layers\":[%s]}]"
                        .formatted(configName, name, quoted(names));
        file(tar, "manifest.json", list.getBytes(StandardCharsets.UTF_8));
        tar.finish();
    }

    private void file(TarWriter tar, String path, byte[] content) throws IOException {
        Time time = new Time(Instant.parse(build.created()).getEpochSecond(), 0);
        tar.add(
                TarEntry.of(Kind.FILE, path, "", 0644, content.length, time, time, Map.of()),
                new ByteArrayInputStream(content));
    }

    private String config(List<byte[]> layers) {
        String user = family.user().isEmpty() ? "" : "\"User\":\"%s\",".formatted(family.user());
        String features = family.full() ? "\"os.features\":[\"win32k\"]," : "";
        String history =
                layers.stream()
                        .map(layer ->
                                "{\"created\":\"%s\",\"created_by\":\"Emulated image of Windows\"}"
                                        .formatted(build.created()))
                        .collect(Collectors.joining(","));
        return ("{\"architecture\":\"amd64\",\"os\":\"windows\",\"os.version\":\"%s\",%s"
                        + "\"created\":\"%s\",\"comment\":\"EMULATED: no part of Windows is in it\","
                        + "\"config\":{%s\"Cmd\":[\"c:\\\\windows\\\\system32\\\\cmd.exe\"],"
                        + "\"Labels\":{\"org.opencontainers.image.title\":\"EMULATED %s\"}},"
                        + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[%s]},\"history\":[%s]}")
                .formatted(
                        build.version(),
                        features,
                        build.created(),
                        user,
                        family.folder(),
                        quoted(layers.stream().map(layer -> "sha256:" + hex(layer)).toList()),
                        history);
    }

    private byte[] base() throws IOException {
        var out = new ByteArrayOutputStream();
        StandIns files = new StandIns(out, Instant.parse(build.created()));
        files.folder("Files");
        files.text("Files/License.txt", "EMULATED: nothing here is of Windows.\r\n").stream(
                "Files/License.txt:origin", "mullion");
        files.folder("Files/ProgramData").folder("Files/Program Files");
        files.folder("Files/Users")
                .folder("Files/Users/ContainerAdministrator")
                .folder("Files/Users/ContainerUser")
                .folder("Files/Users/Public");
        files.junction("Files/Documents and Settings", "C:\\Users");
        files.folder("Files/Windows").folder("Files/Windows/Temp");
        system32(files);
        if (family.full()) {
            files.hardLink("Files/Windows/reg.exe", "Files/Windows/System32/reg.exe");
        }
        utilityVm(files);
        files.finish();
        return out.toByteArray();
    }

    private void system32(StandIns files) throws IOException {
        String folder = "Files/Windows/System32";
        files.folder(folder).folder(folder + "/config");
        for (String hive : HIVES) {
            files.text(
                    folder + "/config/" + hive, "EMULATED: stands for the hive " + hive + "\r\n");
        }
        files.folder(folder + "/drivers").folder(folder + "/drivers/etc");
        files.text(folder + "/drivers/etc/hosts", "# EMULATED\r\n");
        files.text(folder + "/emulated-build.txt", build.version() + "\r\n");
        files.text(
                folder + "/ntdll.dll",
                "EMULATED: this text stands where Windows has ntdll.dll.\r\n",
                Map.of(
                        "MSWINDOWS.xattr.$KERNEL.PURGE.ESBCACHE",
                        Base64.getEncoder().encodeToString(new byte[] {1, 2, 3, 4})));
        for (String program : PROGRAMS) {
            files.program(folder + "/" + program);
        }
        if (!family.full()) {
            return;
        }
        files.folder(folder + "/WindowsPowerShell").folder(folder + "/WindowsPowerShell/v1.0");
        for (String program : family.programs()) {
            files.program(folder + "/" + program);
        }
    }

    private static void utilityVm(StandIns files) throws IOException {
        String boot = "UtilityVM/Files/EFI/Microsoft/Boot";
        files.folder("UtilityVM").folder("UtilityVM/Files").folder("UtilityVM/Files/EFI");
        files.folder("UtilityVM/Files/EFI/Microsoft").folder(boot);
        for (String name : List.of("BCD", "BCD.LOG", "BCD.LOG1", "BCD.LOG2", "bootmgfw.efi")) {
            files.program(boot + "/" + name);
        }
        files.folder("UtilityVM/Files/Windows").folder("UtilityVM/Files/Windows/System32");
        files.program("UtilityVM/Files/Windows/System32/ntoskrnl.exe");
        files.hardLink(
                "UtilityVM/Files/Windows/System32/ntdll.dll", "Files/Windows/System32/ntdll.dll");
    }

    /** What Windows' own images have as their second layer: a later revision of the same. */
    private byte[] update() throws IOException {
        var out = new ByteArrayOutputStream();
        StandIns files = new StandIns(out, Instant.parse(build.created()).plusSeconds(3600));
        files.folder("Files");
        files.folder("Files/Windows");
        files.removal("Files/Windows/reg.exe");
        files.text("Files/Windows/update.log", "EMULATED: updated to " + build.version() + "\r\n");
        files.folder("Hives");
        for (String hive : List.of("Software_Delta", "System_Delta")) {
            files.text("Hives/" + hive, "EMULATED: stands for the hive " + hive + "\r\n");
        }
        files.folder("UtilityVM").folder("UtilityVM/Files").folder("UtilityVM/Files/Windows");
        files.folder("UtilityVM/Files/Windows/System32");
        files.program("UtilityVM/Files/Windows/System32/ntoskrnl.exe");
        files.finish();
        return out.toByteArray();
    }

    private static String quoted(List<String> texts) {
        return texts.stream().map(text -> '"' + text + '"').collect(Collectors.joining(","));
    }

    private static String hex(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
