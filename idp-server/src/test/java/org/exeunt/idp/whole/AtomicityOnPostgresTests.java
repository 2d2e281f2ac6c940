package org.exeunt.idp.whole;

class AtomicityOnPostgresTests extends AtomicityContract {

    AtomicityOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
