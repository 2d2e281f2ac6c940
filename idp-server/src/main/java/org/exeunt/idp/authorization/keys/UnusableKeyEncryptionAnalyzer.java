package org.exeunt.idp.authorization.keys;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says at a failed start what to do, instead of a page of stack trace. */
class UnusableKeyEncryptionAnalyzer extends AbstractFailureAnalyzer<UnusableKeyEncryption> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnusableKeyEncryption cause) {
        return new FailureAnalysis(cause.getMessage(), cause.remedy(), cause);
    }
}
