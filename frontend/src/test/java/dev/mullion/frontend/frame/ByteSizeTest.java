package dev.mullion.frontend.frame;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteSizeTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 0.98 KiB",
        "1024, 1.00 KiB",
        "1536, 1.50 KiB",
        "10240, 10.0 KiB",
        "104857600, 100 MiB",
        "1048064, 1.00 MiB",
        "1503238553, 1.40 GiB",
        "9223372036854775807, 8.00 EiB"
    })
    void sizesAreBinaryAndHaveThreeFigures(long bytes, String text) {
        assertThat(new ByteSize(bytes)).hasToString(text);
    }

    @Test
    void unknownSizeIsNotANumber() {
        assertThat(new ByteSize(-1)).hasToString("—");
        assertThat(new ByteSize(-1).exact()).isEqualTo("unknown");
    }

    @Test
    void exactSizeIsToTheByte() {
        assertThat(new ByteSize(1_503_238_553).exact()).isEqualTo("1,503,238,553 bytes");
    }
}
