package dev.mullion.hcs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HresultTest {

    @ParameterizedTest
    @CsvSource({
        "8037010E, NotFoundException",
        "C037010E, NotFoundException",
        "80070490, NotFoundException",
        "00000490, NotFoundException",
        "803B0001, NotFoundException",
        "80370110, AlreadyStoppedException",
        "C0370110, AlreadyStoppedException",
        "8037011F, AlreadyStoppedException",
        "8037010F, AlreadyExistsException",
        "803B0013, AlreadyExistsException",
        "8037010D, NotSupportedException",
        "8007000D, NotSupportedException",
        "80070032, NotSupportedException",
        "C037010B, NotSupportedException",
        "80370118, TimedOutException",
        "80070005, AccessDeniedException",
        "8037011B, AccessDeniedException",
        "8037011E, ServiceLostException",
        "80370105, HcsException",
        "80004005, HcsException"
    })
    void everyCodeHasTheExceptionOfItsGroupWithEitherPrefix(String code, String exception) {
        Hresult result = Hresult.of(Integer.parseUnsignedInt(code, 16));
        assertThat(HcsException.of("Asking", result, null).getClass().getSimpleName())
                .isEqualTo(exception);
    }

    @Test
    void elementNotFoundMeansNotThereAndAlreadyStopped() {
        Hresult wrapped = Hresult.of(0x80070490);
        assertThat(wrapped.isNotFound()).isTrue();
        assertThat(wrapped.isAlreadyStopped()).isTrue();
        assertThat(wrapped.code()).isEqualTo(Hresult.of(0x490).code());
    }

    @Test
    void bothPrefixesAreOneCodeButTheNumberIsShownAsItCame() {
        assertThat(Hresult.of(0x80370101).code()).isEqualTo(Hresult.of(0xC0370101).code());
        assertThat(Hresult.of(0xC0370101)).hasToString("0xC0370101 (HCS IMAGE_MISMATCH)");
        assertThat(Hresult.of(0xC0370103).isPending()).isTrue();
        assertThat(Hresult.of(0x80370118).isPending()).isFalse();
        assertThat(Hresult.of(0x12345678)).hasToString("0x12345678");
    }

    @Test
    void theInnermostReasonIsWhatPeopleRead() {
        var failure =
                HcsException.of(
                        "Starting the compute system web",
                        Hresult.of(0x80370106),
                        """
                        {"Error":-2143878906,"ErrorMessage":"outer","ErrorEvents":[
                          {"Message":"first","Provider":"x"},{"Message":"the disk is missing"}]}\
                        """);
        assertThat(failure)
                .hasMessage(
                        "Starting the compute system web failed: the disk is missing"
                                + " 0x80370106 (HCS UNEXPECTED_EXIT)");
        assertThat(HcsException.of("A", Hresult.of(0x80004005), "not json"))
                .hasMessage("A failed: not json 0x80004005");
        assertThat(
                        HcsException.of(
                                "A",
                                Hresult.of(0x803B0013),
                                "{\"Success\":false,\"Error\":\"in use\",\"ErrorCode\":2151350291}"))
                .hasMessageContaining("in use 0x803B0013 (HCN PORT_ALREADY_EXISTS)");
    }
}
