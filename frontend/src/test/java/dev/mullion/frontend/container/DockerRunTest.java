package dev.mullion.frontend.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.backend.container.Launch;
import dev.mullion.backend.container.PortMapping;
import dev.mullion.backend.container.RestartRule;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.Isolation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DockerRunTest {

    private static Launch launch(String value) {
        return new Launch(
                ImageReference.of("nginx"),
                "web",
                Isolation.PROCESS,
                List.of("sh", "-c", value),
                new TreeMap<>(Map.of("A", value)),
                List.of(PortMapping.tcp(8080, 80), new PortMapping("::1", 0, 53, "udp")),
                512L << 20,
                1.5,
                null,
                null,
                RestartRule.UNLESS_STOPPED,
                new TreeMap<>(),
                true);
    }

    @Test
    void everyChoiceIsOnTheLine() {
        assertThat(DockerRun.of(launch("x")))
                .isEqualTo(
                        "docker run -d --name web --isolation process -e A=x -p 8080:80"
                                + " -p '[::1]::53/udp' --memory 536870912b --cpus 1.5"
                                + " --restart unless-stopped nginx:latest sh -c x");
    }

    @Test
    void aRealShellReadsBackWhatWasMeant() throws IOException, InterruptedException {
        String nasty = "it's \"$HOME\" `id` \\ !x; rm -rf * & | > < \n# é";
        Process shell = new ProcessBuilder("/bin/sh").redirectErrorStream(true).start();
        // as input: an argument would go through the encoding of the machine's locale
        try (OutputStream script = shell.getOutputStream()) {
            script.write(("printf '%s' " + ShellWord.of(nasty)).getBytes(StandardCharsets.UTF_8));
        }
        String read = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(shell.waitFor()).isZero();
        assertThat(read).isEqualTo(nasty);
        assertThat(DockerRun.of(launch(nasty))).endsWith("sh -c " + ShellWord.of(nasty));
    }
}
