package dev.mullion.backend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/**
 * The features of this module: a package each, without cycles, and without reaching into another.
 */
class FeaturesTest {

    @Test
    void featuresUseOnlyWhatOthersOffer() {
        var features = ApplicationModules.of("dev.mullion.backend");
        assertThat(features.stream().map(feature -> feature.getIdentifier().toString()))
                .contains("activity", "api", "container", "host", "image", "live");
        features.verify();
    }
}
