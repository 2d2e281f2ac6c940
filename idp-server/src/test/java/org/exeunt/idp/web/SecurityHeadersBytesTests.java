package org.exeunt.idp.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.http.MimeHeaders;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** They are handed to Tomcat as bytes, in arrays that it uses again for something else. */
class SecurityHeadersBytesTests {

    private final SecurityHeadersValve headers = new SecurityHeadersValve();

    SecurityHeadersBytesTests() {
        headers.setNext(new End());
    }

    @Test
    @DisplayName("SEC-06: what Tomcat writes into its headers later is said in no other answer")
    void one_answer_spoils_no_other() throws IOException, ServletException {
        MimeHeaders first = answered(new org.apache.coyote.Response());
        Map<String, String> said = first.toMap();
        for (int header = 0; header < first.size(); header++) {
            Arrays.fill(first.getName(header).getByteChunk().getBuffer(), (byte) '!');
            Arrays.fill(first.getValue(header).getByteChunk().getBuffer(), (byte) '!');
        }

        assertThat(answered(new org.apache.coyote.Response()).toMap())
                .isEqualTo(said)
                .containsEntry("X-Frame-Options", "DENY");
    }

    @Test
    @DisplayName("SEC-06: when a request goes on after it waited, what was said meanwhile stays")
    void nothing_is_said_twice() throws IOException, ServletException {
        var answer = new org.apache.coyote.Response();
        MimeHeaders all = answered(answer);
        int count = all.size();
        all.setValue("Cache-Control").setString("max-age=60");

        assertThat(answered(answer).size()).isEqualTo(count);
        assertThat(all.getHeader("Cache-Control")).isEqualTo("max-age=60");
    }

    private MimeHeaders answered(org.apache.coyote.Response answer) throws IOException, ServletException {
        var request = new org.apache.coyote.Request();
        request.setResponse(answer);
        headers.invoke(new Request(new Connector(), request), new Response(answer));
        return answer.getMimeHeaders();
    }

    private static final class End extends ValveBase {

        @Override
        public void invoke(Request request, Response response) {}
    }
}
