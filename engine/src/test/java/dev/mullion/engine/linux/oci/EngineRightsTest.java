package dev.mullion.engine.linux.oci;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EngineRightsTest {

    @Test
    void engineThatIsSparedWhenMemoryLacksSparesNoContainer() {
        assertThat(EngineRights.oomScore("-500\n")).isZero();
        assertThat(EngineRights.oomScore("300\n")).isEqualTo(300);
    }
}
