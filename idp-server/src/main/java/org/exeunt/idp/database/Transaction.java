package org.exeunt.idp.database;

import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The transaction of the caller, opened by Spring's {@link org.springframework.transaction.support.TransactionOperations}. */
public final class Transaction {

    private Transaction() {}

    /**
     * Guards methods that must be part of a larger transaction.
     *
     * @throws IllegalTransactionStateException if none is active on this thread
     */
    public static void requireActive() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalTransactionStateException(
                    "This is one part of what has to happen as a whole. The caller has to open a transaction around all of it.");
        }
    }

    /**
     * Runs {@code work} on this thread after the caller's transaction has committed, and not at all after a rollback;
     * immediately without a transaction. An exception of {@code work} after a commit is logged and not thrown, since
     * the transaction itself succeeded.
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
