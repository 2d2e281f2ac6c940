package org.exeunt.demo.evidence;

import org.exeunt.demo.server.Caller;
import org.exeunt.demo.server.IdentityServer;
import org.exeunt.demo.server.Reply;
import org.exeunt.demo.server.Reply.Answered;
import org.exeunt.demo.server.Reply.NoAnswer;
import org.exeunt.demo.server.ServerAddresses;
import org.exeunt.demo.server.Token;
import org.springframework.stereotype.Component;

/** Tries old tokens at the server and says what that means. */
@Component
public class TokenQuestions {

    private final IdentityServer server;
    private final ServerAddresses addresses;

    TokenQuestions(IdentityServer server, ServerAddresses addresses) {
        this.server = server;
        this.addresses = addresses;
    }

    /** Does the access token still open the API? */
    public Finding userinfo(Token access) {
        String request = "GET " + addresses.userinfo() + "  Authorization: Bearer " + access;
        return finding(Question.USERINFO, request, server.userinfo(access));
    }

    /** What does the server itself say about the access token? */
    Finding introspection(Caller caller, Token access) {
        String request = "POST " + addresses.introspect() + "  token=" + access;
        return finding(Question.INTROSPECTION, request, server.introspect(caller, access));
    }

    /** Can the refresh token still be turned into new tokens? */
    public Refresh refresh(Caller caller, Token refresh) {
        String request = "POST " + addresses.token() + "  grant_type=refresh_token&refresh_token=" + refresh;
        Reply reply = server.refresh(caller, refresh);
        return new Refresh(finding(Question.REFRESH, request, reply), reply);
    }

    private static Finding finding(Question question, String request, Reply reply) {
        return switch (reply) {
            case NoAnswer(String why, var at) -> new Finding(question, request, Outcome.NO_ANSWER, why, at);
            case Answered answered ->
                new Finding(question, request, outcome(question, answered), words(answered), answered.at());
        };
    }

    /** Only the answers that the specifications define count; a 500 says nothing about a token. */
    private static Outcome outcome(Question question, Answered answered) {
        return switch (question) {
            case SESSION -> Outcome.NO_ANSWER;
            case USERINFO ->
                switch (answered.code()) {
                    case 200 -> Outcome.ACCEPTED;
                    case 401 -> Outcome.REFUSED;
                    default -> Outcome.NO_ANSWER;
                };
            case INTROSPECTION ->
                switch (answered.field("active")) {
                    case "true" -> Outcome.ACTIVE;
                    case "false" -> Outcome.INACTIVE;
                    default -> Outcome.NO_ANSWER;
                };
            case REFRESH ->
                switch (answered.code()) {
                    case 200 -> Outcome.ACCEPTED;
                    case 400 -> answered.field("error").equals("invalid_grant") ? Outcome.REFUSED : Outcome.NO_ANSWER;
                    default -> Outcome.NO_ANSWER;
                };
        };
    }

    private static String words(Answered answered) {
        if (answered.fields().containsKey("active")) {
            return answered.code() + "  active: " + answered.field("active");
        }
        return (answered.code() + "  " + answered.field("error")).strip();
    }

    /** What trying the refresh token showed, and the reply itself, in case it brought new tokens. */
    public record Refresh(Finding finding, Reply reply) {}
}
