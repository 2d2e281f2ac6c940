package org.exeunt.demo.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenTests {

    @Test
    void a_token_shows_only_its_beginning() {
        Tokens tokens = new Tokens(new Token("abcdefghijklmnop"), null, new Token("qrstuvwxyz012345"));

        assertThat(tokens.toString()).contains("abcdef…", "qrstuv…").doesNotContain("abcdefg", "qrstuvw");
    }

    @Test
    void a_short_token_does_not_show_itself_whole() {
        assertThat(new Token("abcd").shown()).isEqualTo("ab…");
    }

    @Test
    void a_proof_key_has_the_challenge_of_the_specification() {
        ProofKey proofKey = new ProofKey("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");

        assertThat(proofKey.challenge()).isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }
}
