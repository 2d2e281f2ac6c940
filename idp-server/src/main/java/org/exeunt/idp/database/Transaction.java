package org.exeunt.idp.database;

import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The transaction of the caller, opened by Spring's {@link org.springframework.transaction.support.TransactionOperations}. */
public final class Transaction {

    private Transaction() {}

    /**
     * For what may only happen together with something else.
     *
     * @throws IllegalTransactionStateException if none is open on this thread
     */
    public static void requireActive() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalTransactionStateException(
                    "This is one part of what has to happen as a whole. The caller has to open a transaction around all of it.");
        }
    }

    /**
     * Runs {@code work} once the caller's transaction is committed, on this thread, and never if it is rolled back; at once if none is
     * open. After a commit an exception of {@code work} is logged, and the caller is not told: what is committed did not fail.
     */
    public static void afterCommit(Runnable work) {
        if (TransactionSynchronizationManager.isSynchronizationActive()
                && TransactionSynchronizationManager.isActualTransactionActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCompletion(int status) {
                    if (status == STATUS_COMMITTED) {
                        work.run();
                    }
                }
            });
        } else {
            work.run();
        }
    }
}
