package dev.mullion.frontend.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.backend.activity.ActivityState;
import dev.mullion.backend.container.ContainerStatus;
import dev.mullion.backend.host.HostState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StateWordTest {

    @Test
    void statesOfAKindDifferInTheirWords() {
        assertThat(Arrays.stream(ContainerStatus.values()).map(state -> StateWord.of(state).word()))
                .doesNotHaveDuplicates();
        assertThat(Arrays.stream(HostState.values()).map(state -> StateWord.of(state).word()))
                .doesNotHaveDuplicates();
        assertThat(Arrays.stream(ActivityState.values()).map(state -> StateWord.of(state).word()))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource(Tone.class)
    void everyToneHasAColourAndAShapeInTheStylesheet(Tone tone) throws IOException {
        assertThat(stylesheet())
                .contains("." + tone.className() + " { --tone: ")
                .contains(".state-badge." + tone.className() + "::before");
    }

    @ParameterizedTest
    @EnumSource(Glyph.class)
    void everyGlyphHasAShapeInTheStylesheet(Glyph glyph) throws IOException {
        String className =
                glyph.create().getClassNames().stream()
                        .filter(name -> name.startsWith("glyph-"))
                        .findFirst()
                        .orElseThrow();
        assertThat(stylesheet()).contains("." + className + " { --glyph: url(");
    }

    @Test
    void stylesheetLoadsNothingFromElsewhere() throws IOException {
        String outside = stylesheet().replace("http://www.w3.org/2000/svg", "");
        assertThat(outside)
                .doesNotContain("http:")
                .doesNotContain("https:")
                .doesNotContain("@import");
    }

    /** The source, because the build packs its copy tighter. */
    private static String stylesheet() throws IOException {
        return Files.readString(Path.of("src/main/resources/META-INF/resources/mullion.css"));
    }
}
