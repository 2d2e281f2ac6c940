package org.exeunt.idp.keys;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints what to do instead of a stack trace when the start fails. */
class UnusableKeyEncryptionFailureAnalyzer extends AbstractFailureAnalyzer<UnusableKeyEncryptionException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnusableKeyEncryptionException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.remedy(), cause);
    }
}
