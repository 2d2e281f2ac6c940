package org.exeunt.idp.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be our address. */
class IssuerTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://id.example/",
                "https://id.example/t1",
                "https://id.example?x=y",
                "https://id.example#x",
                "HTTPS://id.example",
                "ftp://id.example",
                "https:///x",
                "id.example"
            })
    @DisplayName("MET-01, MET-02: a path, a query or a fragment stops the start, and the message says why")
    void an_issuer_is_an_origin(String issuer) {
        assertThatThrownBy(() -> Issuer.valueOf(issuer))
                .hasMessageContaining("exeunt.issuer '" + issuer + "'")
                .hasMessageContaining("https://id.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://id.example", "https://id.example:8443", "http://localhost:9000", "http://[::1]:9000"})
    void anything_else_is_taken_as_it_is(String issuer) {
        assertThat(Issuer.valueOf(issuer)).hasToString(issuer);
    }
}
