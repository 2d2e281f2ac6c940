package org.exeunt.idp.whole;

class WritesOnPostgresTests extends WritesContract {

    WritesOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
