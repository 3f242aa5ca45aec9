package dev.mullion.docker.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The files of a small image: Debian's static busybox with a link for each of its commands. */
public final class BusyboxImage {

    private BusyboxImage() {}

    /** Lays the files into an empty folder, with so many random bytes beside them. */
    public static void lay(Path root, int ballastBytes) throws IOException {
        String busybox = Programs.find("busybox");
        Path bin = Files.createDirectories(root.resolve("bin"));
        Files.createDirectory(root.resolve("tmp"));
        Files.createDirectory(root.resolve("etc"));
        Files.copy(Path.of(busybox), bin.resolve("busybox"));
        bin.resolve("busybox").toFile().setExecutable(true, false);
        List<String> list = List.of(busybox, "--list");
        for (String name : Programs.run(Map.of(), list, Duration.ofSeconds(10)).lines().toList()) {
            Path link = bin.resolve(name.strip());
            if (!Files.exists(link)) {
                Files.createSymbolicLink(link, Path.of("busybox"));
            }
        }
        if (ballastBytes > 0) {
            byte[] ballast = new byte[ballastBytes];
            new Random().nextBytes(ballast);
            Files.write(root.resolve("ballast"), ballast);
        }
    }
}
