package dev.mullion.engine.hcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.engine.archive.ArchiveLimits;
import dev.mullion.engine.hcs.layer.Pause;
import dev.mullion.engine.hcs.network.HcsNetworks;
import dev.mullion.engine.hcs.network.HostNetwork;
import dev.mullion.engine.runtime.Ground;
import dev.mullion.engine.runtime.NetworkSpec;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.emulator.EmulatedWindows;
import dev.mullion.hcs.network.ComputeNetwork;
import dev.mullion.hcs.trace.CallRecorder;
import dev.mullion.hcs.trace.CallReplay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an engine's native calls leave in a recording, and what that is good for. */
class RecordingTest {

    private static final NetworkSpec NAT =
            new NetworkSpec("a".repeat(64), "nat", "nat", "172.28.0.0/16", "172.28.0.1", 1500);

    private static final NetworkSpec OTHER =
            new NetworkSpec("b".repeat(64), "other", "nat", "10.0.0.0/16", "10.0.0.1", 1500);
    private static final String INSTANCE = "0a1b2c3d";

    @TempDir Path folder;

    @Test
    void whatAnEngineAskedOfItsHostIsAnsweredByTheRecordingAlone() throws IOException {
        Path file = folder.resolve("calls.jsonl");
        try (var recorder = CallRecorder.to(file, 1 << 24, Clock.systemUTC())) {
            var place =
                    new HcsGround.Place(
                            folder.resolve("layers"),
                            folder.resolve("systems"),
                            INSTANCE,
                            new ArchiveLimits(1 << 20, 100),
                            Duration.ofMinutes(10),
                            recorder);
            try (Ground ground =
                    HcsGround.emulated(
                            place,
                            folder.resolve("machine"),
                            EmulatedWindows.of("10.0.20348.2700"))) {
                ground.networks().recover(List.of(NAT), Map.of());
            }
        }
        assertThat(Files.readString(file))
                .contains("HcnCreateNetwork")
                .contains("OpenProcessToken");
        try (var replay = new CallReplay(file);
                var again =
                        new HcsNetworks(
                                new ComputeNetwork(new NativeCalls(replay)),
                                INSTANCE,
                                HostNetwork.emulated(),
                                Pause.sleeping())) {
            again.recover(List.of(NAT), Map.of());
            assertThat(replay.deviations()).isEmpty();
            // and somebody who does something else isn't taken for it
            assertThatThrownBy(() -> again.recover(List.of(OTHER), Map.of()))
                    .isInstanceOf(IOException.class);
            assertThat(replay.deviations()).isNotEmpty();
        }
    }
}
