package org.exeunt.demo.evidence;

import java.util.ArrayList;
import java.util.List;
import org.exeunt.demo.config.DemoProperties;
import org.exeunt.demo.server.Caller;
import org.exeunt.demo.server.Reply.Answered;
import org.exeunt.demo.server.Token;
import org.exeunt.demo.server.Tokens;
import org.springframework.stereotype.Component;

/** Asks the server the three questions that need no browser. */
@Component
class ServerChecks {

    private final TokenQuestions questions;
    private final Caller self;

    ServerChecks(TokenQuestions questions, DemoProperties demo) {
        this.questions = questions;
        this.self = new Caller.Confidential(demo.self().clientId(), demo.self().clientSecret());
    }

    /** Returns the evidence with the answers in it. Without tokens there is nothing to ask. */
    Evidence askAbout(Evidence evidence) {
        Tokens tokens = evidence.signOut().tokens();
        if (tokens == null) {
            return evidence.withFindings(
                    List.of(notAsked(Question.USERINFO), notAsked(Question.INTROSPECTION), notAsked(Question.REFRESH)),
                    null);
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(questions.userinfo(tokens.access()));
        findings.add(questions.introspection(self, tokens.access()));
        // Last: a refresh that is accepted changes what the first two would have seen.
        if (tokens.refresh() == null) {
            findings.add(notAsked(Question.REFRESH));
            return evidence.withFindings(findings, tokens);
        }
        TokenQuestions.Refresh refresh = questions.refresh(self, tokens.refresh());
        findings.add(refresh.finding());
        return evidence.withFindings(findings, rotated(tokens, refresh));
    }

    /** A refresh token that was accepted is used up; asking again must not mistake that for a sign-out. */
    private static Tokens rotated(Tokens old, TokenQuestions.Refresh refresh) {
        if (refresh.finding().outcome() == Outcome.ACCEPTED
                && refresh.reply() instanceof Answered answered
                && answered.fields().get("refresh_token") instanceof String next) {
            return new Tokens(old.access(), old.accessExpiresAt(), new Token(next));
        }
        return old;
    }

    private static Finding notAsked(Question question) {
        return new Finding(question, "–", Outcome.NOT_ASKED, "there was no such token", null);
    }
}
