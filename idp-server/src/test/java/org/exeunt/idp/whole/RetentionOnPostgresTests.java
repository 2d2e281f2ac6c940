package org.exeunt.idp.whole;

class RetentionOnPostgresTests extends RetentionContract {

    RetentionOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
