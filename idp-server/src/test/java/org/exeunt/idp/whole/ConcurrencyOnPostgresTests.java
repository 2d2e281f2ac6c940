package org.exeunt.idp.whole;

class ConcurrencyOnPostgresTests extends ConcurrencyContract {

    ConcurrencyOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
