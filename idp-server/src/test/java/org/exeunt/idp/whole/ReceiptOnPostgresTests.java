package org.exeunt.idp.whole;

class ReceiptOnPostgresTests extends ReceiptContract {

    ReceiptOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
